namespace Kerasharp;

/// <summary>Which kind of device DirectML takes.</summary>
public enum DirectMLDeviceFilter
{
    /// <summary>A GPU.</summary>
    Gpu,

    /// <summary>A neural processor, where the library was built for it.</summary>
    Npu,

    /// <summary>Either.</summary>
    Any,
}
