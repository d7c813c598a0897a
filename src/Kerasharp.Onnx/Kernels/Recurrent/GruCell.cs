using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>A GRU along a sequence, whose reset gate works on the product with the state's weights.</summary>
internal readonly unsafe struct GruCell : ISequenceCell
{
    public static string Operator => "GruSequence";

    public static int Gates => 3;

    public static bool HasCell => false;

    public static void Open<TLanes>(float** read, float** given, long units)
        where TLanes : struct, ILanes<TLanes> => GateRow.Compute<GruGates, TLanes>(read, given, units);

    public static void Pull<TLanes>(float** read, float** given, long units)
        where TLanes : struct, ILanes<TLanes> => GateRow.Compute<GruGatesGradient, TLanes>(read, given, units);
}
