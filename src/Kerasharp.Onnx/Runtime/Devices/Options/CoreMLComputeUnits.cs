namespace Kerasharp;

/// <summary>What CoreML may compute on.</summary>
public enum CoreMLComputeUnits
{
    /// <summary>Processor, GPU and neural engine; the default.</summary>
    All,

    /// <summary>Processor and neural engine.</summary>
    CpuAndNeuralEngine,

    /// <summary>Processor and GPU.</summary>
    CpuAndGpu,

    /// <summary>The processor alone.</summary>
    CpuOnly,
}
