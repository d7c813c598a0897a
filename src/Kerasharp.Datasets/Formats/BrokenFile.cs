namespace Kerasharp.Datasets;

/// <summary>The words for files that are not what they should be.</summary>
internal static class BrokenFile
{
    /// <summary>An error of a file that no user wrote by hand: to fetch it again is all there is to do.</summary>
    /// <param name="name">The file.</param>
    /// <param name="came">What is in it.</param>
    /// <param name="expected">What should be.</param>
    /// <param name="inner">What was thrown, if anything was.</param>
    public static DatasetFormatException Error(string name, string came, string expected, Exception? inner = null) =>
        new(
            $"In {name} came {came}; expected {expected}. The file is damaged or another file: fetch it again from its source and compare its size.",
            inner
        );
}
