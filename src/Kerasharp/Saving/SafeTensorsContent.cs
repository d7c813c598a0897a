namespace Kerasharp.Saving;

/// <summary>All that a .safetensors file holds.</summary>
/// <param name="Tensors">The tensors by name, in the file's order.</param>
/// <param name="Metadata">What its "__metadata__" says; empty where it has none.</param>
internal sealed record SafeTensorsContent(
    OrderedDictionary<string, SafeTensorEntry> Tensors,
    IReadOnlyDictionary<string, string> Metadata
);
