using System.Globalization;
using System.Runtime.Intrinsics;

namespace Kerasharp.Onnx.Kernels.Randomness;

/// <summary>
/// Random numbers without a state: the number of an element follows from (seed, step, site, element) alone, so neither
/// the number of threads nor the width of vectors changes it, and a run that is resumed goes on as it would have.
/// </summary>
/// <remarks>
/// The generator is Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011). Its key is the
/// seed; its counter is (block, site, lower and upper half of the step). Each block gives four words. Elements go in
/// groups of 64, which are 16 blocks: element 16 w + b of a group is word w of block b, an order that any vector can
/// write without moving words about.
/// </remarks>
internal static unsafe class CounterRandom
{
    /// <summary>How many elements belong together: filling is fastest where it begins at a multiple.</summary>
    public const int GroupLength = 64;

    private const int BlocksPerGroup = 16;
    private const int Rounds = 10;

    /// <summary>Fills with numbers that are uniform in [0, 1), multiples of 2^-24.</summary>
    /// <param name="target">What to fill.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The step in the run.</param>
    /// <param name="site">The place in the model, 0 to 2^32 - 1.</param>
    /// <param name="firstElement">The index of the first element; the last one must lie below 2^34.</param>
    /// <exception cref="ArgumentOutOfRangeException">The site or an element's index is out of its range.</exception>
    public static void Fill(Span<float> target, long seed, long step, long site, long firstElement = 0)
    {
        if (Vector512.IsHardwareAccelerated)
            Fill<Words512>(target, seed, step, site, firstElement);
        else if (Vector256.IsHardwareAccelerated)
            Fill<Words256>(target, seed, step, site, firstElement);
        else
            Fill<Words128>(target, seed, step, site, firstElement);
    }

    /// <summary>Fills as <see cref="Fill(Span{float}, long, long, long, long)"/> does, with words of a given width.</summary>
    internal static void Fill<TWords>(Span<float> target, long seed, long step, long site, long firstElement)
        where TWords : struct, IWords<TWords>
    {
        Check(site, firstElement, target.Length);
        float* partial = stackalloc float[GroupLength];
        fixed (float* start = target)
        {
            long done = 0;
            while (done < target.Length)
            {
                long element = firstElement + done;
                var group = (uint)(element / GroupLength);
                var skipped = (int)(element % GroupLength);
                if (skipped == 0 && target.Length - done >= GroupLength)
                {
                    FillGroup<TWords>(start + done, group, seed, step, site);
                    done += GroupLength;
                    continue;
                }
                FillGroup<TWords>(partial, group, seed, step, site);
                var taken = (int)Math.Min(GroupLength - skipped, target.Length - done);
                new Span<float>(partial + skipped, taken).CopyTo(target[(int)done..]);
                done += taken;
            }
        }
    }

    /// <summary>Philox4x32-10: turns a counter's four words into four random ones, under a key of two.</summary>
    internal static void Mix<TWords>(
        ref TWords word0,
        ref TWords word1,
        ref TWords word2,
        ref TWords word3,
        uint key0,
        uint key1
    )
        where TWords : struct, IWords<TWords>
    {
        (TWords c0, TWords c1, TWords c2, TWords c3) = (word0, word1, word2, word3);
        TWords multiplier0 = TWords.Create(0xD2511F53);
        TWords multiplier1 = TWords.Create(0xCD9E8D57);
        for (int round = 0; round < Rounds; round++)
        {
            TWords product0 = TWords.Multiply(c0, multiplier0);
            TWords product1 = TWords.Multiply(c2, multiplier1);
            c0 = TWords.Upper(product1) ^ c1 ^ TWords.Create(key0);
            c2 = TWords.Upper(product0) ^ c3 ^ TWords.Create(key1);
            c1 = product1;
            c3 = product0;
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }
        (word0, word1, word2, word3) = (c0, c1, c2, c3);
    }

    private static void FillGroup<TWords>(float* target, uint group, long seed, long step, long site)
        where TWords : struct, IWords<TWords>
    {
        // Two sets of blocks at a time: their chains of multiplications overlap, and together they fill a vector of floats.
        for (int block = 0; block < BlocksPerGroup; block += 2 * TWords.Width)
        {
            uint first = group * BlocksPerGroup + (uint)block;
            TWords a0 = TWords.Sequence(first);
            TWords b0 = TWords.Sequence(first + (uint)TWords.Width);
            TWords a1 = TWords.Create((uint)site);
            TWords a2 = TWords.Create((uint)step);
            TWords a3 = TWords.Create((uint)(step >> 32));
            (TWords b1, TWords b2, TWords b3) = (a1, a2, a3);
            Mix(ref a0, ref a1, ref a2, ref a3, (uint)seed, (uint)(seed >> 32));
            Mix(ref b0, ref b1, ref b2, ref b3, (uint)seed, (uint)(seed >> 32));
            TWords.StoreUniform(a0, b0, target + block);
            TWords.StoreUniform(a1, b1, target + BlocksPerGroup + block);
            TWords.StoreUniform(a2, b2, target + 2 * BlocksPerGroup + block);
            TWords.StoreUniform(a3, b3, target + 3 * BlocksPerGroup + block);
        }
    }

    /// <summary>Refuses a site that has no room in the counter.</summary>
    internal static void CheckSite(long site)
    {
        if (site is < 0 or > uint.MaxValue)
            throw new ArgumentOutOfRangeException(
                nameof(site),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Site {site} came for random numbers; 0 to 4294967295 was expected. Number the places of a model from 0."
                )
            );
    }

    private static void Check(long site, long firstElement, long count)
    {
        CheckSite(site);
        const long limit = 1L << 34;
        if (firstElement < 0 || firstElement > limit - count)
            throw new ArgumentOutOfRangeException(
                nameof(firstElement),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} random numbers from element {firstElement} on were asked for; elements 0 to {limit - 1} were expected. Use several sites."
                )
            );
    }
}
