namespace Kerasharp.Onnx.Runtime;

/// <summary>Something that a device needs, and what was found of it.</summary>
/// <param name="What">What it is.</param>
/// <param name="Found">What was found; null for nothing.</param>
/// <param name="Needed">What is needed.</param>
/// <param name="IsMet">Whether what was found is enough.</param>
/// <param name="Remedy">How to mend it.</param>
internal sealed record DeviceRequirement(string What, string? Found, string Needed, bool IsMet, string Remedy)
{
    public override string ToString() => $"{What}: {Found ?? "not found"}{(IsMet ? "" : $"; {Needed} was expected")}";
}
