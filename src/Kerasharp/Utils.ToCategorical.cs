using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace Kerasharp;

/// <summary>Small helpers, as in <c>keras.utils</c>.</summary>
public static partial class Utils
{
    /// <summary>Turns class numbers into one-hot rows: 1 at the class, 0 elsewhere. Keras: <c>keras.utils.to_categorical</c>.</summary>
    /// <param name="y">Class numbers from 0, shape (n,) or any other; a last axis of length 1 is dropped, so (n, 1) is taken as (n,).</param>
    /// <param name="numClasses">The number of classes; by default the greatest class number plus 1.</param>
    /// <returns>Shape (n, numClasses), or y's shape followed by numClasses.</returns>
    /// <exception cref="ArgumentException">A class number is negative or not below <paramref name="numClasses"/>, or y is empty and numClasses is missing.</exception>
    /// <example><code>
    /// Tensor&lt;float&gt; y = Utils.ToCategorical(new[] { 0, 2, 1 });   // (3, 3): 1 0 0, 0 0 1, 0 1 0
    /// </code></example>
    public static Tensor<float> ToCategorical(Tensor<int> y, int? numClasses = null) =>
        ToCategorical<int>(y, numClasses);

    /// <inheritdoc cref="ToCategorical(Tensor{int}, int?)"/>
    /// <typeparam name="T">Any integer type; data sets bring <see cref="byte"/>, <see cref="int"/> or <see cref="long"/>.</typeparam>
    public static Tensor<float> ToCategorical<T>(Tensor<T> y, int? numClasses = null)
        where T : IBinaryInteger<T>
    {
        ArgumentNullException.ThrowIfNull(y);
        var labels = new T[y.FlattenedLength];
        y.FlattenTo(labels);
        var classes = CountClasses(labels, numClasses);

        var size = (long)labels.Length * classes;
        if (size > Array.MaxLength)
            throw Refuse(
                $"{labels.Length} labels of {classes} classes came, {size} numbers in all; expected at most {Array.MaxLength}, which an array can hold. Keep the labels as they are and use the loss sparse_categorical_crossentropy."
            );
        var rows = new float[size];
        for (var i = 0; i < labels.Length; i++)
            rows[((long)i * classes) + int.CreateChecked(labels[i])] = 1;

        var lengths = y.Lengths;
        if (lengths.Length > 1 && lengths[^1] == 1)
            lengths = lengths[..^1];
        return Tensor.Create(rows, [.. lengths, classes]);
    }

    private static int CountClasses<T>(ReadOnlySpan<T> labels, int? numClasses)
        where T : IBinaryInteger<T>
    {
        if (numClasses is < 1)
            throw Refuse(
                $"numClasses: {numClasses} came; expected at least 1. Pass the number of classes, or leave it out to have it counted."
            );
        if (numClasses is null && labels.IsEmpty)
            throw Refuse($"No labels came; expected at least one to count the classes by. Pass numClasses.");

        // Without a number every class that an int can count is right.
        var limit = numClasses ?? int.MaxValue;
        var classes = numClasses ?? 1;
        for (var i = 0; i < labels.Length; i++)
        {
            if (T.IsNegative(labels[i]))
                throw Refuse(
                    $"The label {labels[i]} came at place {i}; expected class numbers from 0 on. Number the classes 0, 1, 2, ..."
                );
            // Anything too large for a long is too large for the limit, too.
            var label = long.CreateSaturating(labels[i]);
            if (label >= limit)
                throw Refuse(
                    $"The label {labels[i]} came at place {i}; expected 0 to {limit - 1}, for {limit} classes. Pass a larger numClasses, or number the classes 0, 1, 2, ..."
                );
            classes = Math.Max(classes, (int)label + 1);
        }
        return classes;
    }

    private static ArgumentException Refuse(FormattableString message) =>
        new(message.ToString(CultureInfo.InvariantCulture));
}
