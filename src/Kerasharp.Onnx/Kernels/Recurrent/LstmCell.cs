using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>An LSTM along a sequence.</summary>
internal readonly unsafe struct LstmCell : ISequenceCell
{
    public static string Operator => "LstmSequence";

    public static int Gates => 4;

    public static bool HasCell => true;

    public static void Open<TLanes>(float** read, float** given, long units)
        where TLanes : struct, ILanes<TLanes> => GateRow.Compute<LstmGates, TLanes>(read, given, units);

    public static void Pull<TLanes>(float** read, float** given, long units)
        where TLanes : struct, ILanes<TLanes> => GateRow.Compute<LstmGatesGradient, TLanes>(read, given, units);
}
