using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>A recurrent cell whose steps along a sequence are one kernel, and the gradients' another.</summary>
internal unsafe interface ISequenceCell
{
    /// <summary>The operator's name; its gradient has the word behind it.</summary>
    static abstract string Operator { get; }

    /// <summary>How many times as wide as the units the input's share is, and the recurrent matrix.</summary>
    static abstract int Gates { get; }

    /// <summary>
    /// Whether the state's share is added to the input's before the gates, and a cell is carried beside the state, as an LSTM has it. A GRU's gates
    /// read both shares; its state also goes past the product.
    /// </summary>
    static abstract bool HasCell { get; }

    /// <summary>The gates of one example, see the rule forward.</summary>
    static abstract void Open<TLanes>(float** read, float** given, long units)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>Their gradient, see the rule back.</summary>
    static abstract void Pull<TLanes>(float** read, float** given, long units)
        where TLanes : struct, ILanes<TLanes>;
}
