namespace Kerasharp.Datasets;

/// <summary>The pixels of a picture that are stored together: all, or one of the seven parts of an interlaced one.</summary>
/// <param name="Width">How many columns it has.</param>
/// <param name="Height">How many rows it has.</param>
/// <param name="Left">The first column in the picture.</param>
/// <param name="Top">The first row in the picture.</param>
/// <param name="RightStep">From a column to the next.</param>
/// <param name="DownStep">From a row to the next.</param>
internal readonly record struct PngPass(int Width, int Height, int Left, int Top, int RightStep, int DownStep)
{
    private static readonly (int Left, int Top, int RightStep, int DownStep)[] Adam7 =
    [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ];

    /// <summary>The parts of an interlaced picture that have pixels.</summary>
    public static PngPass[] Interlaced(int width, int height) =>
        [
            .. Adam7
                .Select(p => new PngPass(
                    Part(width, p.Left, p.RightStep),
                    Part(height, p.Top, p.DownStep),
                    p.Left,
                    p.Top,
                    p.RightStep,
                    p.DownStep
                ))
                .Where(p => p.Width > 0 && p.Height > 0),
        ];

    private static int Part(int length, int first, int step) =>
        length <= first ? 0 : (int)(((long)length - first + step - 1) / step);
}
