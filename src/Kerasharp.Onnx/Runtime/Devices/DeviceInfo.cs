using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime.Devices;

namespace Kerasharp;

/// <summary>A device as <see cref="Device.List"/> found it: whether it is there, and what it has.</summary>
public sealed class DeviceInfo
{
    internal DeviceInfo(Device device, string description, string? problem)
    {
        Device = device;
        Description = description;
        Problem = problem;
    }

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>What it is: a GPU's name where the driver tells, else the provider.</summary>
    public string Description { get; }

    /// <summary>Whether models can be compiled for it here and now.</summary>
    public bool IsAvailable => Problem is null;

    /// <summary>What is missing, and how to mend it; null where nothing is.</summary>
    public string? Problem { get; }

    /// <summary>The element types that it computes in; for others, such as 64-bit integers on WebGPU, narrower ones stand in. Empty where not known.</summary>
    public IReadOnlyList<ElementType> ElementTypes => [.. (Features.ElementTypes ?? []).Order()];

    /// <summary>The operators of ONNX that it has; those it lacks are written in others, or run on the processor. Empty where not known.</summary>
    public IReadOnlyList<string> Operators => [.. (Features.Operators ?? []).Order(StringComparer.Ordinal)];

    /// <summary>Whether it runs loops (Scan); else their turns are written out.</summary>
    public bool HasLoops => Features.HasLoops;

    /// <summary>Whether it runs Kerasharp's own kernels; else standard operators compute the same.</summary>
    public bool HasKernels => Features.HasKernels;

    /// <summary>Whether steps write weights where they lie; else two buffers take turns.</summary>
    public bool UpdatesInPlace => Features.UpdatesInPlace;

    /// <summary>Whether several additions to one element, as an embedding's gradient needs, are all counted.</summary>
    public bool HasAtomicAdd => Features.HasAtomicAdd;

    private DeviceFeatures Features => Device.Features;

    /// <summary>Device, description, and what is missing.</summary>
    public override string ToString() =>
        IsAvailable ? $"{Device}: {Description}" : $"{Device}: not available. {Problem}";
}
