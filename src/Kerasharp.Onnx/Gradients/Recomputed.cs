namespace Kerasharp.Onnx.Gradients;

/// <summary>What becomes of a node's result where some are computed again for the gradients.</summary>
/// <param name="Group">The nodes that it is computed again with.</param>
/// <param name="IsKept">Whether its own result is kept, and only what it reads is computed again.</param>
internal readonly record struct Recomputed(string Group, bool IsKept = false);
