namespace Kerasharp.Datasets.Tests;

/// <summary>Damages files at random, always in the same way.</summary>
internal static class Damage
{
    /// <summary>2,000 damaged files for each format; KERASHARP_FUZZ sets another number.</summary>
    public static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("KERASHARP_FUZZ"), out var count) ? count : 2000;

    /// <summary>Lets a reader have damaged files; what it does not take must end in our exception.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="read">Reads one.</param>
    /// <returns>How many were refused.</returns>
    public static int Refused(byte[] file, Action<byte[]> read)
    {
        var random = new Random(17);
        var refused = 0;
        for (var i = 0; i < Count; i++)
        {
            var damaged = One(file, random);
            try
            {
                read(damaged);
            }
            catch (DatasetFormatException)
            {
                refused++;
            }
        }
        return refused;
    }

    private static byte[] One(byte[] file, Random random)
    {
        var damaged = file.ToList();
        for (var edits = random.Next(1, 4); edits > 0 && damaged.Count > 0; edits--)
        {
            // Ends hold the headers and directories, where edits tell most.
            var at = random.Next(3) switch
            {
                0 => random.Next(Math.Min(200, damaged.Count)),
                1 => damaged.Count - 1 - random.Next(Math.Min(200, damaged.Count)),
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
