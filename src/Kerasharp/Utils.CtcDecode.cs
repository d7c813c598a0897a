using System.Numerics.Tensors;
using Kerasharp.Layers;

namespace Kerasharp;

public static partial class Utils
{
    /// <summary>
    /// Reads what the logits of a model that was trained with <see cref="Losses.CTC"/> spell: equal labels in a row are one, and blanks
    /// vanish.
    /// </summary>
    /// <param name="logits">Shape (batch, steps, classes), as <c>Predict</c> gives them; not normalised by a softmax.</param>
    /// <param name="sequenceLengths">How many steps of each sequence there are; all by default.</param>
    /// <param name="strategy">
    /// <c>greedy</c>, which takes the greatest class of each step, or <c>beam_search</c>, which adds up the ways that spell the same.
    /// </param>
    /// <param name="beamWidth">How many spellings a beam search keeps from step to step, at least 1.</param>
    /// <param name="topPaths">How many spellings a beam search gives, 1 to beamWidth. Greedily there is one.</param>
    /// <param name="mergeRepeated">Whether equal labels in a row are one. Without that there is no beam search.</param>
    /// <param name="maskIndex">The class of the blank; 0 by default, as in the loss.</param>
    /// <returns>Labels and scores; see <see cref="CtcDecoded"/>.</returns>
    /// <exception cref="ArgumentException">An argument is out of its range, or shapes do not fit.</exception>
    /// <remarks>
    /// Where a beam search finds fewer spellings than <paramref name="topPaths"/>, the rest is empty with a score of minus infinity. Keras:
    /// <c>keras.ops.ctc_decode</c>; there beam searches do not look at <c>merge_repeated</c>. Graves et al. 2006.
    /// </remarks>
    /// <example><code>
    /// Tensor&lt;float&gt; logits = model.Predict(sounds);
    /// int[] first = Utils.CtcDecode(logits, strategy: "beam_search", beamWidth: 20).LabelsOf(0);
    /// </code></example>
    public static CtcDecoded CtcDecode(
        Tensor<float> logits,
        IReadOnlyList<int>? sequenceLengths = null,
        string strategy = "greedy",
        int beamWidth = 100,
        int topPaths = 1,
        bool mergeRepeated = true,
        int maskIndex = 0
    )
    {
        ArgumentNullException.ThrowIfNull(logits);
        bool searches = Arguments.OneOf(strategy, "strategy", "greedy", "beam_search") == "beam_search";
        Arguments.Positive(beamWidth, nameof(beamWidth));
        var lengths = logits.Lengths;
        if (lengths.Length != 3 || logits.FlattenedLength == 0)
            throw Refuse(
                $"Logits of shape ({string.Join(", ", lengths.ToArray())}) came; (batch, steps, classes) were expected. Give what a model with a Dense over each step predicts."
            );
        var (batch, steps, classes) = ((int)lengths[0], (int)lengths[1], (int)lengths[2]);
        if (topPaths < 1 || topPaths > (searches ? beamWidth : 1))
            throw Refuse(
                $"topPaths of {topPaths} came; 1 to {(searches ? beamWidth : 1)} was expected. {(searches ? "Give a wider beam." : "Take the strategy beam_search.")}"
            );
        if (maskIndex < 0 || maskIndex >= classes)
            throw Refuse(
                $"maskIndex of {maskIndex} came; 0 to {classes - 1} was expected, one of the classes. Give the class of the blank."
            );
        if (searches && !mergeRepeated)
            throw Refuse(
                $"mergeRepeated: false came with the strategy beam_search; equal labels in a row are one there. Take the strategy greedy."
            );
        if (sequenceLengths is not null && sequenceLengths.Count != batch)
            throw Refuse(
                $"{sequenceLengths.Count} sequence lengths came for {batch} sequences; one for each was expected. Give as many."
            );
        for (int b = 0; b < batch; b++)
            if (sequenceLengths?[b] is { } length && (length < 0 || length > steps))
                throw Refuse(
                    $"The sequence length {length} came at ({b},); 0 to {steps} was expected, the number of steps. Mend that entry."
                );

        var numbers = new float[logits.FlattenedLength];
        logits.FlattenTo(numbers);
        var labels = new int[checked(topPaths * batch * steps)];
        Array.Fill(labels, -1);
        var scores = new double[batch * topPaths];
        for (int b = 0; b < batch; b++)
        {
            var rows = numbers.AsSpan(b * steps * classes, (sequenceLengths?[b] ?? steps) * classes);
            var found = searches
                ? Search(rows, classes, maskIndex, beamWidth)
                : [Greatest(rows, classes, maskIndex, mergeRepeated)];
            for (int path = 0; path < topPaths; path++)
            {
                var (spelt, score) = path < found.Count ? found[path] : ([], double.NegativeInfinity);
                spelt.CopyTo(labels.AsSpan((path * batch + b) * steps));
                scores[b * topPaths + path] = score;
            }
        }
        return new CtcDecoded(
            Tensor.Create(labels, [topPaths, batch, steps]),
            Tensor.Create(scores, [batch, topPaths])
        );
    }

    private static (int[] Labels, double Score) Greatest(
        ReadOnlySpan<float> rows,
        int classes,
        int blank,
        bool mergesRepeated
    )
    {
        var labels = new List<int>();
        int last = blank;
        double score = 0;
        for (; rows.Length > 0; rows = rows[classes..])
        {
            int greatest = TensorPrimitives.IndexOfMax(rows[..classes]);
            score -= rows[greatest];
            if (greatest != blank && !(mergesRepeated && greatest == last))
                labels.Add(greatest);
            last = greatest;
        }
        return ([.. labels], score);
    }

    private static IReadOnlyList<(int[] Labels, double Score)> Search(
        ReadOnlySpan<float> rows,
        int classes,
        int blank,
        int width
    )
    {
        var beam = new CtcBeam(classes, blank, width);
        var logarithms = new double[classes];
        for (; rows.Length > 0; rows = rows[classes..])
        {
            double greatest = TensorPrimitives.Max(rows[..classes]);
            double sum = 0;
            for (int c = 0; c < classes; c++)
                sum += Math.Exp(rows[c] - greatest);
            for (int c = 0; c < classes; c++)
                logarithms[c] = rows[c] - greatest - Math.Log(sum);
            beam.Step(logarithms);
        }
        return beam.Best;
    }
}
