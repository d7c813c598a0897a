namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// How an optimizer changes one number of a weight, given that number's gradient. Rules are structs without fields, so
/// that each kernel is compiled for its rule.
/// </summary>
internal interface IUpdateRule
{
    /// <summary>The name of the kernel's operator in a graph.</summary>
    static abstract string Operator { get; }

    /// <summary>How many slots the rule carries for each weight, 0 to 3.</summary>
    static abstract int Slots { get; }

    /// <summary>
    /// The names of the hyper-parameters. Their values are one float32 tensor, in this order: they can change from step to
    /// step while the graph stays.
    /// </summary>
    static abstract IReadOnlyList<string> Parameters { get; }

    /// <summary>The weight's next value; the slots are changed to theirs.</summary>
    static abstract T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>;
}
