namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>What an update rule carries on for a weight from step to step, at most three values.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
internal struct UpdateSlots<T>
{
    /// <summary>The highest number of slots.</summary>
    public const int Limit = 3;

    /// <summary>The first slot.</summary>
    public T First;

    /// <summary>The second slot.</summary>
    public T Second;

    /// <summary>The third slot.</summary>
    public T Third;
}
