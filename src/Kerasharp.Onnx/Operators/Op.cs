namespace Kerasharp.Onnx.Operators;

/// <summary>
/// ONNX's operators on values, under ONNX's names. Each adds a node to its operand's graph, infers the output's shape and type, and
/// refuses operands that do not fit with a <see cref="Graphs.GraphException"/>. The parts of this class stand beside the shape
/// and gradient rules of their operators.
/// </summary>
public static partial class Op;
