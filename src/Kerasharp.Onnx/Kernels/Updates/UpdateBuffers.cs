namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// Where an update reads and writes. An output may lie exactly where its input does (the update is then in place), but
/// must not overlap it otherwise.
/// </summary>
internal unsafe struct UpdateBuffers
{
    public float* Weight;
    public float* Gradient;
    public float* Slot1;
    public float* Slot2;
    public float* Slot3;
    public float* Parameters;

    /// <summary>The parameters of <see cref="UpdateClipping"/>; null where the gradient stays as it is.</summary>
    public float* Clipping;
    public float* NewWeight;
    public float* NewSlot1;
    public float* NewSlot2;
    public float* NewSlot3;
}
