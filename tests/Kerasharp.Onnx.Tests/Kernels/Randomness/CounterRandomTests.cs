using Kerasharp.Onnx.Kernels.Randomness;

namespace Kerasharp.Onnx.Tests.Kernels.Randomness;

public sealed class CounterRandomTests
{
    /// <summary>The known answers that the generator's authors publish with it (Random123, kat_vectors).</summary>
    public static readonly TheoryData<uint[], uint[], uint[]> KnownAnswers = new()
    {
        { [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
        {
            [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
            [0xffffffff, 0xffffffff],
            [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
        },
        {
            [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
            [0xa4093822, 0x299f31d0],
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void GivesThePublishedAnswers(uint[] counter, uint[] key, uint[] answer)
    {
        Assert.Equal(answer, Mix<Words128>(counter, key));
        Assert.Equal(answer, Mix<Words256>(counter, key));
        Assert.Equal(answer, Mix<Words512>(counter, key));
    }

    [Fact]
    public void PutsTheBlocksWordsWhereItSays()
    {
        const long seed = 0x1234_5678_9abc_def0;
        const long step = 0x0fed_cba9_8765_4321;
        float[] numbers = new float[130];
        CounterRandom.Fill(numbers, seed, step, site: 7);
        foreach (int element in new[] { 0, 1, 15, 16, 63, 64, 100, 129 })
        {
            uint block = (uint)(element / 64 * 16 + element % 16);
            uint[] words = Mix<Words128>([block, 7, 0x8765_4321, 0x0fed_cba9], [0x9abc_def0, 0x1234_5678]);
            Assert.Equal((words[element % 64 / 16] >> 8) / 16777216f, numbers[element]);
        }
    }

    [Fact]
    public void DoesNotDependOnWidthOrPlaceOfCutting()
    {
        float[] whole = new float[1000];
        CounterRandom.Fill(whole, 1, 2, 3);
        foreach (int first in new[] { 0, 1, 63, 64, 65, 500, 999 })
        foreach (int length in new[] { 0, 1, 64, 129, 1000 - first })
        {
            int taken = Math.Min(length, 1000 - first);
            float[][] pieces = [new float[taken], new float[taken], new float[taken]];
            CounterRandom.Fill<Words128>(pieces[0], 1, 2, 3, first);
            CounterRandom.Fill<Words256>(pieces[1], 1, 2, 3, first);
            CounterRandom.Fill<Words512>(pieces[2], 1, 2, 3, first);
            foreach (float[] piece in pieces)
                Assert.Equal(whole[first..(first + taken)], piece);
        }
    }

    [Fact]
    public void DiffersByEveryPartOfItsKey()
    {
        float[] Numbers(long seed, long step, long site)
        {
            float[] numbers = new float[256];
            CounterRandom.Fill(numbers, seed, step, site);
            return numbers;
        }
        float[][] all =
        [
            Numbers(0, 0, 0),
            Numbers(1, 0, 0),
            Numbers(0, 1, 0),
            Numbers(0, 0, 1),
            Numbers(1L << 40, 0, 0),
            Numbers(0, 1L << 40, 0),
            Numbers(-1, 0, 0),
            Numbers(0, -1, 0),
            Numbers(0, 0, uint.MaxValue),
        ];
        for (int i = 0; i < all.Length; i++)
        for (int j = 0; j < i; j++)
            Assert.True(all[i].Zip(all[j]).Count(pair => pair.First == pair.Second) <= 1);
    }

    [Fact]
    public void IsUniform()
    {
        const int count = 1 << 20;
        float[] numbers = new float[count];
        CounterRandom.Fill(numbers, 42, 7, 3);

        double mean = numbers.Average(x => (double)x);
        double variance = numbers.Average(x => (x - mean) * (x - mean));
        double correlation = numbers.Zip(numbers.Skip(1), (a, b) => (a - mean) * (b - mean)).Average() / variance;
        int[] bins = new int[1024];
        foreach (float number in numbers)
        {
            Assert.True(number is >= 0 and < 1);
            bins[(int)(number * bins.Length)]++;
        }
        double expected = (double)count / bins.Length;
        double chiSquare = bins.Sum(bin => (bin - expected) * (bin - expected) / expected);

        // Five standard deviations on each side.
        Assert.InRange(mean, 0.5 - 5 * Math.Sqrt(1.0 / 12 / count), 0.5 + 5 * Math.Sqrt(1.0 / 12 / count));
        Assert.InRange(
            variance,
            1.0 / 12 - 5 * Math.Sqrt(1.0 / 180 / count),
            1.0 / 12 + 5 * Math.Sqrt(1.0 / 180 / count)
        );
        Assert.InRange(correlation, -5 / Math.Sqrt(count), 5 / Math.Sqrt(count));
        Assert.InRange(chiSquare, 1023 - 5 * Math.Sqrt(2 * 1023), 1023 + 5 * Math.Sqrt(2 * 1023));
    }

    [Fact]
    public void RefusesWhatIsOutOfRange()
    {
        float[] numbers = new float[8];

        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.Fill(numbers, 0, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.Fill(numbers, 0, 0, 1L << 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.Fill(numbers, 0, 0, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.Fill(numbers, 0, 0, 0, (1L << 34) - 7));
        CounterRandom.Fill(numbers, 0, 0, 0, (1L << 34) - 8);
    }

    private static uint[] Mix<TWords>(uint[] counter, uint[] key)
        where TWords : struct, IWords<TWords>
    {
        TWords[] words = [.. counter.Select(TWords.Create)];
        CounterRandom.Mix(ref words[0], ref words[1], ref words[2], ref words[3], key[0], key[1]);
        for (int lane = 1; lane < TWords.Width; lane++)
            Assert.All(words, word => Assert.Equal(word[0], word[lane]));
        return [.. words.Select(word => word[0])];
    }
}
