namespace Kerasharp.Onnx.Runtime;

/// <summary>Options for runs that ask for none, made once and never freed.</summary>
internal static class KeptRunOptions
{
    private static readonly RunOptions Plain = new();
    private static readonly RunOptions Shrinking = MakeShrinking();

    /// <summary>As ONNX Runtime has them.</summary>
    public static nint Default => Plain.DangerousGetHandle();

    /// <summary>
    /// For a session's first run, in which ONNX Runtime takes memory piece by piece and plans the one block that later runs take. The
    /// pieces would stay in the arena beside that block, and be as large again; so they are given back when the run ends.
    /// </summary>
    public static nint First => Shrinking.DangerousGetHandle();

    private static RunOptions MakeShrinking()
    {
        var options = new RunOptions();
        options.AddEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        return options;
    }
}
