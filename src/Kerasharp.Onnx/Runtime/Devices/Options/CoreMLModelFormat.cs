namespace Kerasharp;

/// <summary>The form in which a graph is given to CoreML.</summary>
public enum CoreMLModelFormat
{
    /// <summary>The older one, from macOS 10.15 on; the default.</summary>
    NeuralNetwork,

    /// <summary>The newer one, from macOS 12 on; it has more operators.</summary>
    MLProgram,
}
