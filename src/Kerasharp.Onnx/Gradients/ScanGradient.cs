using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Gradients;

/// <summary>
/// The gradient of a Scan: a Scan the other way. Its turn is the reverse sweep of the forward turn. What that reads of the forward
/// turn is not computed again: the forward Scan is made to give it out, stacked over the turns. Gradients of what every turn reads
/// are sums over the turns; where a turn's share is a product of matrices or a sum, its factors are stacked instead, and one large
/// product outside does for all turns.
/// </summary>
internal sealed class ScanGradient
{
    private readonly Node _forward;
    private readonly Graph _body;
    private readonly int _states;
    private readonly int _sequences;
    private readonly ScanBuilder _turn;

    // The forward turn within the turn back: at first computed there, to be differentiated; then taken from the forward node.
    private readonly Value[] _inputs;
    private readonly Value[] _outputs;
    private readonly Dictionary<Value, Value> _originals = new(ReferenceEqualityComparer.Instance);

    private ScanGradient(Node forward)
    {
        _forward = forward;
        _body = ControlFlow.Body(forward);
        _sequences = (int)forward.Attributes.Int("num_scan_inputs");
        _states = Bodies.Own(forward).Count() - _sequences;
        _turn = new ScanBuilder(forward.Graph);
        _inputs = _body.Inputs.Select((v, i) => _turn.Graph.AddInput($"forward{i}", v.ElementType, v.Shape)).ToArray();
        var copies = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        _outputs = GraphCopy.Body(_body, _turn.Graph, _inputs, copies);
        foreach (var (original, copy) in copies)
            if (!copy.IsConstant)
                _originals.TryAdd(copy, original);
    }

    /// <summary>The gradient rule.</summary>
    public static Value?[] Rule(Node n, Value?[] dys) => new ScanGradient(n).Differentiate(dys);

    private Value?[] Differentiate(Value?[] dys)
    {
        var seeds = new Value?[_outputs.Length];
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (!IsFloat(_outputs[i]))
                continue;
            if (i < _states)
                seeds[i] = _turn.AddState(dys[i] ?? Zeros(_outputs[i].Type, _forward.Outputs[i]));
            else if (dys[i] is { } dy)
                seeds[i] = _turn.AddSequence(dy, Backwards(Cut("output", i - _states, dy.Rank)));
        }
        var by = _inputs.Where(IsFloat).ToArray();
        var pulled = ReverseSweep.Pull(_outputs, seeds, by, _turn.Graph.Sort(_outputs));
        var gradients = new Dictionary<Value, Value?>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < by.Length; i++)
            gradients[by[i]] = pulled[i];
        var results = _inputs.Select((v, i) => Result(i, v, gradients.GetValueOrDefault(v))).ToArray();
        _turn.Replace(Taken);
        if (!_turn.HasSequences)
            Taken(_inputs[_states]);
        _turn.Emit();
        return Array.ConvertAll(results, result => result?.Invoke());
    }

    /// <summary>Where the gradient of one of the forward node's inputs comes from, once the backward node is there.</summary>
    private Func<Value>? Result(int index, Value input, Value? gradient)
    {
        if (!IsFloat(input))
            return null;
        if (index < _states)
            return _turn.GiveState(gradient ?? Zeros(input.Type, input));
        if (gradient is null)
            return null;
        return index < _states + _sequences
            ? _turn.Stack(gradient, Backwards(Cut("input", index - _states, input.Rank + 1)))
            : Total(gradient, _forward.Inputs[index]!);
    }

    /// <summary>The sum of each turn's share, in the shape of a value outside.</summary>
    private Func<Value> Total(Value share, Value like)
    {
        if (share.ProducedBy("Add") is { } sum && sum.Inputs.All(v => v!.Shape.Equals(share.Shape)))
        {
            var (a, b) = (Total(sum.Input(0), like), Total(sum.Input(1), like));
            return () => a() + b();
        }
        if (
            share.ProducedBy("Gemm") is { } product
            && product.Optional(2) is null
            && product.Attributes.Int("transA") != 0
            && product.Attributes.Int("transB") == 0
        )
        {
            var (a, b) = (OfAllTurns(product.Input(0)), OfAllTurns(product.Input(1)));
            double alpha = product.Attributes.Float("alpha", 1);
            return () => Op.Gemm(Rows(a()), Rows(b()), alpha, transA: true);
        }
        if (share.ProducedBy("ReduceSum") is { } reduction && reduction.Input(0).Graph == _turn.Graph)
        {
            var all = OfAllTurns(reduction.Input(0));
            long[] axes = [0, .. Reductions.AxesOf(reduction).Select(a => a + 1L)];
            return () => Op.Reshape(Op.ReduceSum(all(), axes), share.Shape);
        }
        var total = _turn.AddState(Zeros(share.Type, like));
        return _turn.GiveState(total + share);
    }

    private static Value Rows(Value stack) => Op.Reshape(stack, -1, stack.Shape[-1].Value);

    /// <summary>A value of every turn, stacked in the forward turns' order.</summary>
    private Func<Value> OfAllTurns(Value value)
    {
        if (value.IsConstant || Array.IndexOf(_inputs, value) >= _states + _sequences)
            return _turn.Stack(value, (0, true));
        if (_originals.TryGetValue(value, out var original) && Outside(original) is (var outer, (0, false)))
            return () => outer;
        return _turn.Stack(value, (0, true));
    }

    /// <summary>What stands in the turn back for a value of the forward turn; other values stand for themselves.</summary>
    private Value Taken(Value value)
    {
        if (!_originals.TryGetValue(value, out var original))
            return value;
        int input = Array.IndexOf(_inputs, value);
        if (input >= _states + _sequences)
            return _turn.AddConstant(_forward.Inputs[input]!);
        var (outer, cut) = Outside(original);
        return _turn.AddSequence(outer, Backwards(cut));
    }

    /// <summary>The stack of a value of the forward turn: one that the forward node reads, or one that it gives, if need be from now on.</summary>
    private (Value Outer, (int Axis, bool Reverse) Cut) Outside(Value original)
    {
        for (int i = 0; i < _sequences; i++)
            if (_body.Inputs[_states + i] == original)
                return (_forward.Inputs[_states + i]!, Cut("input", i, original.Rank + 1));
        for (int i = _states; i < _body.Outputs.Count; i++)
            if (_body.Outputs[i].Value == original)
                return (_forward.Outputs[i], Cut("output", i - _states, original.Rank + 1));
        foreach (string kind in (string[])["axes", "directions"])
            if (_forward.Attributes.Ints($"scan_output_{kind}") is { } given)
                _forward.Attributes.Add($"scan_output_{kind}", (long[])[.. given, 0]);
        _body.AddOutput($"kept{_body.Outputs.Count}", original);
        var length = _forward.Inputs[_states]!.Shape[Cut("input", 0, _forward.Inputs[_states]!.Rank).Axis];
        return (_forward.AddOutput(original.Type with { Shape = new Shape([length, .. original.Shape]) }), (0, false));
    }

    private (int Axis, bool Reverse) Cut(string kind, int index, int rank) =>
        Bodies.Cut(_forward.Attributes, kind, index, rank, _forward.ToString());

    private static (int Axis, bool Reverse) Backwards((int Axis, bool Reverse) cut) =>
        cut with
        {
            Reverse = !cut.Reverse,
        };

    private static bool IsFloat(Value value) => value.ElementType.IsFloat();

    /// <summary>Zeros of a type; sizes that are not known are those of a value of the same shape.</summary>
    private static Value Zeros(TensorType type, Value like) =>
        type.Shape.IsStatic
            ? Op.Expand(like.Graph.Scalar(0, type.ElementType), type.Shape)
            : Op.FilledLike(like, 0, type.ElementType);
}
