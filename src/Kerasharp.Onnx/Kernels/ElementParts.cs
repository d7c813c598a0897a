using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels;

/// <summary>How a kernel that works element by element splits its work over threads.</summary>
/// <param name="Length">How many elements each part has but the last.</param>
/// <param name="Count">How many parts there are; one where there is nothing to do.</param>
internal readonly record struct ElementParts(long Length, int Count)
{
    private const int PartsPerThread = 4;

    /// <summary>Some parts for each thread.</summary>
    /// <param name="count">How many elements.</param>
    /// <param name="smallest">Below so many a part's work does not pay for waking a thread.</param>
    /// <param name="multiple">Parts begin at multiples of it.</param>
    public static ElementParts Of(long count, long smallest, long multiple)
    {
        long length = Math.Max(smallest, count / (RuntimeOptions.Threads * PartsPerThread));
        length = (length + multiple - 1) / multiple * multiple;
        return new ElementParts(length, (int)Math.Max(1, (count + length - 1) / length));
    }
}
