using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Benchmarks.Kernels;

/// <summary>A kernel at a shape as networks have it, and at one that no vector divides.</summary>
/// <param name="Operator">The kernel's operator.</param>
/// <param name="UsedIn">What has such nodes.</param>
/// <param name="Sizes">The sizes that are measured.</param>
/// <param name="OddSizes">Small ones, which leave parts of vectors over, to compare results at.</param>
/// <param name="Make">Writes the node.</param>
internal sealed record KernelCase(
    string Operator,
    string UsedIn,
    int[] Sizes,
    int[] OddSizes,
    Func<KernelDraft, Node> Make
)
{
    /// <summary>A graph of the kernel alone, and numbers for its inputs.</summary>
    public KernelDraft Draft(bool odd = false)
    {
        var draft = new KernelDraft(Operator, odd ? OddSizes : Sizes);
        draft.Give(Make(draft));
        return draft;
    }
}
