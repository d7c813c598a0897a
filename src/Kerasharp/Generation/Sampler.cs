using System.Globalization;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Training;

namespace Kerasharp.Generation;

/// <summary>
/// Chooses the next token by a model's scores: token i with the chance softmax(logits / temperature)[i], perhaps among the likeliest alone.
/// </summary>
/// <remarks>
/// <para>A low temperature makes what is likely likelier; 0 always takes the likeliest token, of equal ones the first. topK leaves the k
/// likeliest tokens. topP leaves, from the likeliest on, those before which the chances of the likelier ones add up to topP at most, so
/// at least one; the chances are those among all tokens, also with topK. What is left keeps its ratios.</para>
/// <para>The same seed chooses the same tokens for the same scores, in every process. A sampler is for one thread at a time.</para>
/// <para>Keras: <c>keras_hub.samplers.RandomSampler</c>, <c>TopKSampler</c>, <c>TopPSampler</c>, <c>GreedySampler</c> in one. Holtzman and
/// others 2019, https://arxiv.org/abs/1904.09751, for topP.</para>
/// </remarks>
/// <example><code>
/// var sampler = new Sampler(temperature: 0.8, topK: 10, seed: 1);
/// int token = sampler.Next([0.5f, 2, -1]);   // 1, most often
/// </code></example>
public sealed class Sampler
{
    private readonly RandomSource _random;

    /// <summary>A way to choose.</summary>
    /// <param name="temperature">What the logits are divided by, 0 or more; 0 for the likeliest token.</param>
    /// <param name="topK">How many of the likeliest tokens are chosen from, at least 1; all by default.</param>
    /// <param name="topP">The part of the chances that the likeliest tokens must have, above 0 and up to 1; all by default.</param>
    /// <param name="seed">Decides the choices; by default the next seed of <see cref="Utils.SetRandomSeed"/>'s stream.</param>
    /// <param name="fromLogits">Whether models give logits; false for probabilities, as softmax gives.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Sampler(
        double temperature = 1.0,
        int? topK = null,
        double? topP = null,
        int? seed = null,
        bool fromLogits = true
    )
    {
        Temperature = Arguments.NotNegative(Arguments.Finite(temperature, nameof(temperature)), nameof(temperature));
        TopK = topK is { } k ? Arguments.Positive(k, nameof(topK)) : null;
        TopP =
            topP is not { } p || p is > 0 and <= 1
                ? topP
                : throw new ArgumentOutOfRangeException(
                    nameof(topP),
                    topP,
                    FormattableString.Invariant(
                        $"topP of {p} came; a number above 0 and up to 1 was expected. Give the part of the chances that is kept."
                    )
                );
        Seed = seed;
        FromLogits = fromLogits;
        _random = new RandomSource(seed is { } own ? (ulong)own : RandomSeeds.Next(), stream: 4);
    }

    /// <summary>A sampler that always takes the likeliest token.</summary>
    /// <remarks>Keras: <c>keras_hub.samplers.GreedySampler</c>.</remarks>
    public static Sampler Greedy => new(temperature: 0, seed: 0);

    /// <summary>What the logits are divided by; 0 for the likeliest token.</summary>
    public double Temperature { get; }

    /// <summary>How many of the likeliest tokens are chosen from; null for all.</summary>
    public int? TopK { get; }

    /// <summary>The part of the chances that the likeliest tokens must have; null for all.</summary>
    public double? TopP { get; }

    /// <summary>The seed that was given; null for one of the process's stream.</summary>
    public int? Seed { get; }

    /// <summary>Whether models give logits rather than probabilities.</summary>
    public bool FromLogits { get; }

    /// <summary>Chooses a token.</summary>
    /// <param name="logits">A score for each token: any number, or negative infinity for one that must not come.</param>
    /// <returns>The token's number, from 0.</returns>
    /// <exception cref="ArgumentException">There is no score, none is finite, or one is NaN.</exception>
    public int Next(ReadOnlySpan<float> logits)
    {
        var chances = Probabilities(logits);
        // Without a choice nothing is drawn.
        double place = Temperature == 0 ? 0 : _random.NextDouble();
        int last = 0;
        for (int i = 0; i < chances.Length; i++)
        {
            if (chances[i] == 0)
                continue;
            last = i;
            place -= chances[i];
            if (place < 0)
                return i;
        }
        // The sum of the chances may be a little below 1.
        return last;
    }

    /// <summary>The chance of each token to be chosen; they add up to 1.</summary>
    /// <param name="logits">A score for each token: any number, or negative infinity for one that must not come.</param>
    /// <exception cref="ArgumentException">There is no score, none is finite, or one is NaN.</exception>
    public double[] Probabilities(ReadOnlySpan<float> logits)
    {
        var scores = Scores(logits);
        double top = scores.Max();
        var chances = new double[scores.Length];
        if (Temperature == 0)
        {
            chances[Array.IndexOf(scores, top)] = 1;
            return chances;
        }
        for (int i = 0; i < scores.Length; i++)
            chances[i] = Math.Exp((scores[i] - top) / Temperature);
        Normalize(chances);
        if (TopK < chances.Length || TopP is not null)
        {
            Cut(chances);
            Normalize(chances);
        }
        return chances;
    }

    /// <summary>Leaves the likeliest tokens.</summary>
    private void Cut(double[] chances)
    {
        var order = Enumerable.Range(0, chances.Length).ToArray();
        Array.Sort(order, (a, b) => chances[b].CompareTo(chances[a]) is var c && c != 0 ? c : a.CompareTo(b));
        double before = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            double chance = chances[order[rank]];
            if (rank > 0 && (rank >= TopK || before > TopP))
                chances[order[rank]] = 0;
            before += chance;
        }
    }

    private static void Normalize(double[] chances)
    {
        double sum = chances.Sum();
        for (int i = 0; i < chances.Length; i++)
            chances[i] /= sum;
    }

    private double[] Scores(ReadOnlySpan<float> logits)
    {
        string kind = FromLogits ? "logit" : "probability";
        if (logits.IsEmpty)
            throw new ArgumentException(
                "No scores came to a sampler; one for each token was expected. Give what the model says of one step.",
                nameof(logits)
            );
        var scores = new double[logits.Length];
        bool any = false;
        for (int i = 0; i < logits.Length; i++)
        {
            if (float.IsNaN(logits[i]) || float.IsPositiveInfinity(logits[i]) || (!FromLogits && logits[i] < 0))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"A {kind} of {logits[i]} came for token {i}; {(FromLogits ? "a finite number, or negative infinity for a token that must not come," : "0 or more")} was expected. {(FromLogits ? "See whether the model's loss is finite." : "Give fromLogits: true where the model ends without softmax.")}"
                    ),
                    nameof(logits)
                );
            scores[i] = FromLogits ? logits[i] : Math.Log(logits[i]);
            any |= double.IsFinite(scores[i]);
        }
        return any
            ? scores
            : throw new ArgumentException(
                $"No token of {logits.Length} has a {kind} above {(FromLogits ? "negative infinity" : "0")}; at least one was expected. Leave one that may come.",
                nameof(logits)
            );
    }
}
