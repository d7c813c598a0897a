using System.Runtime.InteropServices;

namespace Kerasharp.Datasets;

/// <summary>Turns arrays of whatever numbers a file holds into those that a data set gives.</summary>
internal static class NpyNumbers
{
    /// <summary>Finite numbers in an array of a certain shape.</summary>
    /// <param name="array">The array.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="lengths">The shape that it must have.</param>
    public static float[] Singles(NpyArray array, string name, params long[] lengths)
    {
        Check(array, name, lengths);
        var values = array.ElementType switch
        {
            var t when t == typeof(float) => Convert<float>(array, x => x),
            var t when t == typeof(double) => Convert<double>(array, x => (float)x),
            _ => throw BrokenFile.Error(name, $"elements of {array.ElementType.Name}", "floating-point numbers"),
        };
        return Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw BrokenFile.Error(name, "a number that is infinite or none", "finite numbers");
    }

    /// <summary>Labels from 0 to <paramref name="classes"/> - 1 in an array of one dimension.</summary>
    public static int[] Labels(NpyArray array, string name, int classes, int count)
    {
        Check(array, name, count);
        var values = array.ElementType switch
        {
            var t when t == typeof(long) => Convert<long>(array, x => Math.Clamp(x, -1, int.MaxValue)),
            var t when t == typeof(int) => Convert<int>(array, x => x),
            var t when t == typeof(byte) => Convert<byte>(array, x => x),
            _ => throw BrokenFile.Error(name, $"elements of {array.ElementType.Name}", "whole numbers"),
        };
        var outside = Array.FindIndex(values, label => label < 0 || label >= classes);
        if (outside >= 0)
            throw BrokenFile.Error(name, $"the label {values[outside]} at place {outside}", $"0 to {classes - 1}");
        return Array.ConvertAll(values, label => (int)label);
    }

    private static void Check(NpyArray array, string name, params long[] lengths)
    {
        if (!array.Lengths.AsSpan().SequenceEqual(lengths))
            throw BrokenFile.Error(
                name,
                $"the shape ({string.Join(", ", array.Lengths)})",
                $"({string.Join(", ", lengths)})"
            );
    }

    private static float[] Convert<T>(NpyArray array, Func<T, float> convert)
        where T : unmanaged => Array.ConvertAll(MemoryMarshal.Cast<byte, T>(array.Bytes).ToArray(), x => convert(x));

    private static long[] Convert<T>(NpyArray array, Func<T, long> convert)
        where T : unmanaged => Array.ConvertAll(MemoryMarshal.Cast<byte, T>(array.Bytes).ToArray(), x => convert(x));
}
