namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>What an update may do with the gradient before its rule: so clipping costs no pass over memory of its own.</summary>
internal static class UpdateClipping
{
    /// <summary>How many parameters it has, which stand behind those of the rule: a factor, then the least and the most of an element.</summary>
    public const int Parameters = 3;

    /// <summary>The gradient scaled, then cut.</summary>
    public static T Clip<T>(T gradient, T scale, T least, T most)
        where T : struct, IArithmetic<T> => T.Clamp(gradient * scale, least, most);
}
