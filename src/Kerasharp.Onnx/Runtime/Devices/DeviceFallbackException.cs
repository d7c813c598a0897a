namespace Kerasharp;

/// <summary>A step has nodes that its device lacks, and <see cref="Device.WithoutFallback"/> forbids to run them on the processor.</summary>
public sealed class DeviceFallbackException : NotSupportedException
{
    /// <summary>An exception for a placement with nodes on the processor.</summary>
    /// <param name="placement">The placement.</param>
    public DeviceFallbackException(Placement placement)
        : base(
            $"A step was made for {Describe(placement)} and may not fall back to the processor, but it would: {placement}.\n"
                + "Every node on the device was expected. Use other layers, or the device without WithoutFallback()."
        ) => Placement = placement;

    /// <summary>Where each node of the step would run.</summary>
    public Placement Placement { get; }

    private static string Describe(Placement placement) => placement.Device.ToString();
}
