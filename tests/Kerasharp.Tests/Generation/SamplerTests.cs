using Kerasharp.Generation;

namespace Kerasharp.Tests.Generation;

/// <summary>Samplers choose as often as they should, among what they should.</summary>
public class SamplerTests
{
    private const float Never = float.NegativeInfinity;

    private static readonly float[] Logits = [1.5f, -0.5f, 2, 0, Never, 1.25f];

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(3.0)]
    public void Frequencies_are_those_of_the_softmax(double temperature)
    {
        var sampler = new Sampler(temperature, seed: 3);
        double[] expected = Softmax(Logits, temperature);
        AssertClose(expected, sampler.Probabilities(Logits), 1e-12);

        const int Count = 40_000;
        var counts = new int[Logits.Length];
        for (int i = 0; i < Count; i++)
            counts[sampler.Next(Logits)]++;
        for (int i = 0; i < counts.Length; i++)
        {
            double deviation = Math.Sqrt(expected[i] * (1 - expected[i]) / Count);
            Assert.InRange((double)counts[i] / Count, expected[i] - 4 * deviation, expected[i] + 4 * deviation);
        }
    }

    [Fact]
    public void Probabilities_are_taken_as_their_logarithms()
    {
        float[] probabilities = [0.1f, 0.6f, 0, 0.3f];
        AssertClose([0.1, 0.6, 0, 0.3], new Sampler(fromLogits: false).Probabilities(probabilities), 1e-7);
        double sum = 0.01 + 0.36 + 0.09;
        AssertClose(
            [0.01 / sum, 0.36 / sum, 0, 0.09 / sum],
            new Sampler(temperature: 0.5, fromLogits: false).Probabilities(probabilities),
            1e-7
        );
    }

    [Fact]
    public void Top_k_leaves_the_likeliest_and_of_equal_ones_the_first()
    {
        double[] all = Softmax(Logits, 1);
        double sum = all[0] + all[2];
        AssertClose([all[0] / sum, 0, all[2] / sum, 0, 0, 0], new Sampler(topK: 2).Probabilities(Logits), 1e-12);
        Assert.Equal([0.5, 0.5, 0, 0], new Sampler(topK: 2).Probabilities([1, 1, 1, 1]));
        AssertClose(all, new Sampler(topK: 100).Probabilities(Logits), 1e-12);

        var sampler = new Sampler(temperature: 10, topK: 3, seed: 1);
        Assert.Equal([0, 2, 5], Enumerable.Range(0, 500).Select(_ => sampler.Next(Logits)).Distinct().Order());
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.5, 2)]
    [InlineData(0.79, 2)]
    [InlineData(0.81, 3)]
    [InlineData(0.94, 3)]
    [InlineData(0.96, 4)]
    [InlineData(1.0, 4)]
    public void Top_p_leaves_what_those_before_do_not_fill(double topP, int kept)
    {
        // A token is kept where the likelier ones have 0, 0.5, 0.8, 0.95.
        float[] probabilities = [0.05f, 0.5f, 0.15f, 0.3f];
        topP = topP == 0.5 ? 0.5001 : topP;
        double[] order = [0.5, 0.3, 0.15, 0.05];
        double sum = order.Take(kept).Sum();
        AssertClose(
            [.. probabilities.Select(p => p > order[kept - 1] - 0.001 ? p / sum : 0)],
            new Sampler(topP: topP, fromLogits: false).Probabilities(probabilities),
            1e-6
        );
    }

    [Fact]
    public void Top_p_counts_among_all_tokens_with_top_k_too()
    {
        float[] probabilities = [0.4f, 0.3f, 0.2f, 0.1f];
        // 0.4 and 0.3 are before the third; of the three alone they would be 0.78.
        AssertClose(
            [4 / 9.0, 3 / 9.0, 2 / 9.0, 0],
            new Sampler(topK: 3, topP: 0.75, fromLogits: false).Probabilities(probabilities),
            1e-6
        );
    }

    [Fact]
    public void Low_temperatures_end_at_the_likeliest()
    {
        Assert.Equal(2, Sampler.Greedy.Next(Logits));
        Assert.Equal(1, Sampler.Greedy.Next([0, 3, 3, 1]));
        Assert.Equal([0, 0, 1.0, 0, 0, 0], new Sampler(temperature: 1e-9).Probabilities(Logits));
        Assert.Equal(2, new Sampler(temperature: 1e-300).Next(Logits));
        // Great numbers do not overflow.
        Assert.Equal([0, 1.0], new Sampler().Probabilities([-3e38f, 3e38f]));
    }

    [Fact]
    public void A_seed_decides_the_choices()
    {
        Assert.Equal(Choices(5), Choices(5));
        Assert.NotEqual(Choices(5), Choices(6));
        Assert.NotEqual(Choices(null), Choices(null));

        static int[] Choices(int? seed)
        {
            var sampler = new Sampler(temperature: 2, seed: seed);
            return [.. Enumerable.Range(0, 50).Select(_ => sampler.Next(Logits))];
        }
    }

    [Fact]
    public void What_cannot_be_chosen_from_is_refused()
    {
        var sampler = new Sampler();
        Assert.StartsWith(
            "No scores came to a sampler; one for each token was expected. Give",
            Assert.Throws<ArgumentException>(() => sampler.Next([])).Message
        );
        Assert.StartsWith(
            "A logit of NaN came for token 1; a finite number, or negative infinity for a token that must not come, was expected. See",
            Assert.Throws<ArgumentException>(() => sampler.Next([1, float.NaN])).Message
        );
        Assert.Contains(
            "A logit of Infinity",
            Assert.Throws<ArgumentException>(() => sampler.Next([float.PositiveInfinity])).Message
        );
        Assert.StartsWith(
            "No token of 2 has a logit above negative infinity",
            Assert.Throws<ArgumentException>(() => sampler.Next([Never, Never])).Message
        );
        var probabilities = new Sampler(fromLogits: false);
        Assert.StartsWith(
            "A probability of -0.5 came for token 0; 0 or more was expected. Give fromLogits: true",
            Assert.Throws<ArgumentException>(() => probabilities.Next([-0.5f, 1])).Message
        );
        Assert.Throws<ArgumentException>(() => probabilities.Next([0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(temperature: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(temperature: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(topK: 0));
        Assert.StartsWith(
            "topP of 0 came; a number above 0 and up to 1 was expected.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(topP: 0)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(topP: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(topP: double.NaN));
    }

    private static double[] Softmax(float[] logits, double temperature)
    {
        double[] powers = [.. logits.Select(l => Math.Exp(l / temperature))];
        return [.. powers.Select(p => p / powers.Sum())];
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
