using System.Globalization;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>Which steps there are in sequences of some lengths: true at the first ones, as many as the length says.</summary>
    /// <param name="lengths">Whole numbers, of shape (batch,), (batch, 1), or any other.</param>
    /// <param name="maxLength">The number of steps, at least 1.</param>
    /// <returns>Truth values, of the lengths' shape with an axis of steps behind: (batch, maxLength).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is below 1.</exception>
    /// <remarks>A length above the number of steps shows all of them. TensorFlow: <c>tf.sequence_mask</c>.</remarks>
    /// <example><code>var mask = Ops.SequenceMask(lengths, 10);   // 2 becomes 1 1 0 0 0 0 0 0 0 0</code></example>
    public static SymbolicTensor SequenceMask(SymbolicTensor lengths, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        if (maxLength < 1)
            throw new ArgumentOutOfRangeException(
                nameof(maxLength),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"maxLength of {maxLength} came; 1 or more was expected. Give the number of steps."
                )
            );
        return Shown(lengths, lengths.Value.Graph.Scalar(maxLength, ElementType.Int64));
    }

    /// <summary>The same for as many steps as a tensor has along its axis 1, which need not be known beforehand.</summary>
    /// <param name="lengths">Whole numbers, of shape (batch,) or (batch, 1).</param>
    /// <param name="sequences">A tensor of shape (batch, steps, ...).</param>
    /// <returns>Truth values, of shape (batch, steps): a mask of the sequences.</returns>
    /// <exception cref="ArgumentException">A tensor has another number of dimensions.</exception>
    /// <example><code>var mean = new GlobalAveragePooling1D().Apply(x, mask: Ops.SequenceMask(lengths, x));</code></example>
    public static SymbolicTensor SequenceMask(SymbolicTensor lengths, SymbolicTensor sequences)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(sequences);
        if (lengths.Rank == 2 && lengths.Shape[1].IsOne)
            lengths = Squeeze(lengths, 1);
        if (lengths.Rank != 1 || sequences.Rank < 2)
            throw new ArgumentException(
                $"Lengths of shape {lengths.Shape} came for sequences of shape {sequences.Shape}; (batch,) and (batch, steps, ...) were expected. Give one length for each sequence."
            );
        return Shown(lengths, Op.SizeOf(sequences.Value, 1, ElementType.Int64));
    }

    /// <summary>
    /// Connectionist temporal classification: -log of the probability that logits spell labels, whichever steps the labels fall on.
    /// </summary>
    /// <param name="target">Numbers of classes, of shape (batch, length), whose length is known.</param>
    /// <param name="output">Logits, of shape (batch, steps, classes).</param>
    /// <param name="targetLength">How many labels there are, of shape (batch,).</param>
    /// <param name="outputLength">How many steps there are, of shape (batch,).</param>
    /// <param name="maskIndex">The class of the blank.</param>
    /// <returns>The loss of each example, of shape (batch,).</returns>
    /// <exception cref="ArgumentException">The shapes are others, or there is no class of that number.</exception>
    /// <remarks>Keras: <c>keras.ops.ctc_loss</c>. See <see cref="CTC"/>.</remarks>
    /// <example><code>var losses = Ops.CtcLoss(labels, logits, labelLengths, steps);</code></example>
    public static SymbolicTensor CtcLoss(
        SymbolicTensor target,
        SymbolicTensor output,
        SymbolicTensor targetLength,
        SymbolicTensor outputLength,
        int maskIndex = 0
    )
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(targetLength);
        ArgumentNullException.ThrowIfNull(outputLength);
        if (target.Rank != 2 || output.Rank != 3 || !target.Shape[1].IsKnown || !output.Shape[2].IsKnown)
            throw new ArgumentException(
                $"Labels of shape {target.Shape} and logits of shape {output.Shape} came; (batch, length) and (batch, steps, classes) were expected, of which length and classes are known. Reshape them."
            );
        if (maskIndex < 0 || maskIndex >= output.Shape[2].Value)
            throw new ArgumentOutOfRangeException(
                nameof(maskIndex),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"maskIndex of {maskIndex} came for {output.Shape[2].Value} classes; one of them was expected. Give the class of the blank."
                )
            );
        var labels = Cast(target, ElementType.Int64);
        labels = Where(SequenceMask(targetLength, labels), labels, Constant(maskIndex, labels));
        return CtcAligned(labels, output, SequenceMask(outputLength, output), maskIndex);
    }

    /// <summary>CTC's losses of labels that are filled up with the blank.</summary>
    internal static SymbolicTensor CtcAligned(
        SymbolicTensor labels,
        SymbolicTensor logits,
        SymbolicTensor? mask,
        int blank
    ) =>
        new(
            CtcAlignment.Loss(
                Cast(labels, ElementType.Int64).Value,
                LogSoftmax(logits, -1).Value,
                labels.Shape[1].Value,
                logits.Shape[2].Value,
                blank,
                mask is null ? null : Cast(mask, ElementType.Bool).Value
            )
        );

    private static SymbolicTensor Shown(SymbolicTensor lengths, Value steps)
    {
        var places = Op.Range(steps.Like(0), steps, steps.Like(1));
        var ends = Op.Unsqueeze(Op.Cast(lengths.Value, ElementType.Int64), [lengths.Rank]);
        return new SymbolicTensor(Op.Less(places, ends));
    }
}
