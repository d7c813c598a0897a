using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kerasharp.Layers;

namespace Kerasharp;

public static partial class Utils
{
    /// <summary>Brings sequences to one length: shorter ones are filled up, longer ones cut off.</summary>
    /// <typeparam name="T">The type of the numbers.</typeparam>
    /// <param name="sequences">The sequences.</param>
    /// <param name="maxlen">The length, at least 1; by default that of the longest.</param>
    /// <param name="padding">Whether shorter ones are filled up before them (<c>pre</c>) or behind (<c>post</c>).</param>
    /// <param name="truncating">Whether longer ones lose their start (<c>pre</c>) or their end (<c>post</c>).</param>
    /// <param name="value">What they are filled up with; 0 by default.</param>
    /// <returns>Shape (sequences, maxlen).</returns>
    /// <exception cref="ArgumentException">There is no sequence or one is null, maxlen is below 1, or a name is not known.</exception>
    /// <remarks>Keras: <c>keras.utils.pad_sequences</c>.</remarks>
    /// <example><code>Tensor&lt;int&gt; x = Utils.PadSequences([[1], [2, 3], [4, 5, 6]], maxlen: 2);   // 0 1, 2 3, 5 6</code></example>
    [OverloadResolutionPriority(1)]
    public static Tensor<T> PadSequences<T>(
        IReadOnlyList<T[]> sequences,
        int? maxlen = null,
        string padding = "pre",
        string truncating = "pre",
        T? value = default
    )
        where T : struct
    {
        CheckSequences(sequences);
        int length = maxlen ?? Math.Max(1, sequences.Max(s => s.Length));
        var rows = Padded(sequences.Count, i => sequences[i], 1, length, padding, truncating, value);
        return Tensor.Create(rows, [sequences.Count, length]);
    }

    /// <summary>The same for sequences of vectors.</summary>
    /// <param name="sequences">The sequences, each of shape (steps, features), all with as many features.</param>
    /// <param name="maxlen">The number of steps, at least 1; by default that of the longest.</param>
    /// <param name="padding">Whether shorter ones are filled up before them (<c>pre</c>) or behind (<c>post</c>).</param>
    /// <param name="truncating">Whether longer ones lose their start (<c>pre</c>) or their end (<c>post</c>).</param>
    /// <param name="value">What they are filled up with; 0 by default, which <see cref="Masking"/> masks by default, too.</param>
    /// <returns>Shape (sequences, maxlen, features).</returns>
    /// <inheritdoc cref="PadSequences{T}(IReadOnlyList{T[]}, int?, string, string, T?)"/>
    /// <exception cref="ArgumentException">
    /// There is no sequence or one is null, features differ, maxlen is below 1, or a name is not known.
    /// </exception>
    /// <example><code>Tensor&lt;float&gt; x = Utils.PadSequences([new float[5, 2], new float[9, 2]], padding: "post");   // (2, 9, 2)</code></example>
    public static Tensor<T> PadSequences<T>(
        IReadOnlyList<T[,]> sequences,
        int? maxlen = null,
        string padding = "pre",
        string truncating = "pre",
        T? value = default
    )
        where T : struct
    {
        CheckSequences(sequences);
        int features = sequences[0].GetLength(1);
        for (int i = 0; i < sequences.Count; i++)
            if (sequences[i].GetLength(1) != features || features == 0)
                throw Refuse(
                    $"A sequence of {sequences[i].GetLength(1)} features came at ({i},), and one of {features} first; as many of each, at least 1, were expected. Cut or complete it."
                );
        int length = maxlen ?? Math.Max(1, sequences.Max(s => s.GetLength(0)));
        var rows = Padded(sequences.Count, Flat, features, length, padding, truncating, value);
        return Tensor.Create(rows, [sequences.Count, length, features]);

        T[] Flat(int i)
        {
            var flat = new T[sequences[i].Length];
            int place = 0;
            foreach (var element in sequences[i])
                flat[place++] = element;
            return flat;
        }
    }

    private static void CheckSequences<TSequence>(IReadOnlyList<TSequence> sequences)
        where TSequence : class
    {
        ArgumentNullException.ThrowIfNull(sequences);
        for (int i = 0; i < sequences.Count; i++)
            if (sequences[i] is null)
                throw Refuse($"Null came as sequence {i}; an array was expected. Give an empty one, or leave it out.");
        if (sequences.Count == 0)
            throw Refuse($"No sequence came; at least one was expected. Check how they were loaded.");
    }

    /// <summary>Sequences of one length behind one another; of each step so many numbers.</summary>
    private static T[] Padded<T>(
        int count,
        Func<int, T[]> sequence,
        int features,
        int steps,
        string padding,
        string truncating,
        T? value
    )
        where T : struct
    {
        bool before = Arguments.OneOf(padding, "padding", "pre", "post") == "pre";
        bool cutsStart = Arguments.OneOf(truncating, "truncating", "pre", "post") == "pre";
        int length = checked((int)Arguments.Positive(steps, "maxlen") * features);
        var rows = new T[checked(count * length)];
        if (value is { } filler)
            Array.Fill(rows, filler);
        for (int i = 0; i < count; i++)
        {
            var part = sequence(i).AsSpan();
            if (part.Length > length)
                part = cutsStart ? part[^length..] : part[..length];
            part.CopyTo(rows.AsSpan(i * length + (before ? length - part.Length : 0)));
        }
        return rows;
    }
}
