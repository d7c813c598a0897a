namespace Kerasharp.Tests.Shared;

/// <summary>Damages files at random, always in the same way.</summary>
internal static class DamagedFiles
{
    /// <summary>2,000 damaged files; KERASHARP_FUZZ sets another number.</summary>
    public static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("KERASHARP_FUZZ"), out int count) ? count : 2000;

    /// <summary>Lets a reader have damaged files; what it does not take must end in one of our exceptions, without much memory taken.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="count">How many.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="isOurs">Whether an exception is one of those that the reader's documentation names.</param>
    /// <returns>How many were refused.</returns>
    public static int Refused(byte[] file, int count, Action<byte[]> read, Func<Exception, bool> isOurs)
    {
        var random = new Random(17);
        int refused = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] damaged = One(file, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(damaged);
            }
            catch (Exception error) when (isOurs(error))
            {
                refused++;
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 20_000_000, $"The damaged file {i} of {damaged.Length} bytes took {allocated}.");
        }
        return refused;
    }

    /// <summary>A file with a few bytes changed, put in or taken out, or its end cut off.</summary>
    public static byte[] One(byte[] file, Random random)
    {
        var damaged = file.ToList();
        for (int edits = random.Next(1, 4); edits > 0 && damaged.Count > 0; edits--)
        {
            // Ends hold the headers and directories, where edits tell most.
            int at = random.Next(3) switch
            {
                0 => random.Next(Math.Min(200, damaged.Count)),
                1 => damaged.Count - 1 - random.Next(Math.Min(500, damaged.Count)),
                _ => random.Next(damaged.Count),
            };
            switch (random.Next(6))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    damaged[at] = random.Next(2) == 0 ? (byte)255 : (byte)0;
                    break;
                case 3:
                    damaged.Insert(at, (byte)random.Next(256));
                    break;
                case 4:
                    damaged.RemoveAt(at);
                    break;
                default:
                    damaged.RemoveRange(at, random.Next(damaged.Count - at));
                    break;
            }
        }
        return [.. damaged];
    }
}
