using System.Numerics.Tensors;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// A recurrent layer that takes a sequence both ways: one copy of it from the first element to the last, another one from the last to
/// the first. What they give is put together.
/// </summary>
/// <remarks>
/// <para>Input: the layer's, (batch, time, ...features), and perhaps states to begin with, those of the forward layer first. Output: the
/// layer's, with <c>concat</c> twice as large in its last axis; without merging the outputs of both. Sequences of the backward layer are
/// turned round, so that both stand at their elements' places. With returnState the last states of the forward layer follow, then those
/// of the backward one.</para>
/// <para>Weights: the forward layer's, then the backward layer's. The layer that is given serves as a pattern; its weights are not used.</para>
/// <para>In sequences the outputs of masked elements are zero.</para>
/// <para>Exports hold one node of ONNX for both directions where both layers are an LSTM, a GRU or a SimpleRNN of one kind.</para>
/// <para>Keras: <c>keras.layers.Bidirectional</c>.</para>
/// </remarks>
/// <example><code>
/// new Bidirectional(new LSTM(32))                                            // (None, 10, 8) becomes (None, 64)
/// new Bidirectional(new GRU(32, returnSequences: true), mergeMode: "sum")    // (None, 10, 8) becomes (None, 10, 32)
/// </code></example>
public sealed class Bidirectional : Layer
{
    private static readonly string[] Modes = ["sum", "mul", "concat", "ave"];

    private readonly IReadOnlyList<Tensor<float>>? _values;
    private bool _isFilled;

    /// <summary>A layer that goes both ways.</summary>
    /// <param name="layer">The pattern of the forward layer: an <see cref="LSTM"/>, <see cref="GRU"/> or another <see cref="RNN"/>.</param>
    /// <param name="mergeMode">How both outputs are put together: <c>"concat"</c>, <c>"sum"</c>, <c>"mul"</c>, <c>"ave"</c> (their mean), or
    /// null for two outputs.</param>
    /// <param name="weights">The first values of all weights, those of the forward layer first, in place of initializers. Configurations
    /// leave them out.</param>
    /// <param name="backwardLayer">The pattern of the layer that goes the other way; <paramref name="layer"/>, turned round, by default.</param>
    /// <param name="name">The layer's name; <c>bidirectional</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">A layer is not recurrent, both go the same way, they give different things, or the mode is
    /// unknown.</exception>
    public Bidirectional(
        Layer layer,
        string? mergeMode = "concat",
        [Saving.NotConfigured] IReadOnlyList<Tensor<float>>? weights = null,
        Layer? backwardLayer = null,
        string? name = null
    )
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(layer);
        MergeMode = mergeMode is null ? null : Arguments.OneOf(mergeMode, "merge mode", Modes);
        _values = weights;
        ForwardLayer = Track(Copy(Recurrent(layer, nameof(layer)), "forward_", turned: false));
        Backward = Track(
            backwardLayer is null
                ? Copy((RNN)layer, "backward_", turned: true)
                : Copy(Recurrent(backwardLayer, nameof(backwardLayer)), "", turned: false)
        );
        CheckPair();
        // Both stand at their elements' places by themselves, where one goes backwards and the other does not.
        Backward.KeepsPlaces = Backward.GoBackwards;
    }

    /// <summary>The layer from the first element to the last, as configurations call it.</summary>
    public Layer Layer => ForwardLayer;

    /// <summary>How both outputs are put together; null where they are not.</summary>
    public string? MergeMode { get; }

    /// <summary>The layer from the first element to the last.</summary>
    public RNN ForwardLayer { get; }

    /// <summary>The layer from the last element to the first.</summary>
    public Layer BackwardLayer => Backward;

    /// <summary>The states that a stateful layer has now, those of the forward layer first.</summary>
    public IReadOnlyList<Weight> States => [.. ForwardLayer.States, .. Backward.States];

    internal override IReadOnlyList<string> CallKeywords => [RNN.InitialState];

    private RNN Backward { get; }

    /// <inheritdoc/>
    protected override bool PassesMask => false;

    /// <summary>Applies the layer with states to begin with.</summary>
    /// <param name="input">The sequence (batch, time, ...features).</param>
    /// <param name="initialState">A tensor for each state of the forward layer, then of the backward layer.</param>
    /// <param name="mask">Which steps count (batch, time), in place of the mask that the sequence has; that by default.</param>
    /// <returns>The output, or both, and with returnState the last states.</returns>
    /// <exception cref="LayerException">The layer does not take such tensors.</exception>
    /// <remarks>Keras: <c>layer(x, initial_state=[...], mask=mask)</c>.</remarks>
    public SymbolicTensorList Apply(SymbolicTensor input, SymbolicTensorList initialState, SymbolicTensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(initialState);
        var given = new NamedInputs(input).WithList(RNN.InitialState, initialState).With(MaskArgument, mask);
        return Apply(given.Tensors, given.Arguments);
    }

    /// <summary>Makes the states of a stateful layer zeros again.</summary>
    /// <remarks>Keras: <c>layer.reset_states()</c>.</remarks>
    public void ResetStates() => ResetCarried();

    internal override void Forget()
    {
        _isFilled = false;
        base.Forget();
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) { }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(inputs);
        var x = inputs[0];
        var states = RNN.InitialStates(context, inputs);
        if (states.Length % 2 != 0)
            throw new LayerException(
                Name,
                $"{states.Length} initial states came; as many for the forward as for the backward layer were expected. Give those of both."
            );
        var (first, second) = (states[..(states.Length / 2)], states[(states.Length / 2)..]);
        if (IsNative(context, x))
            return Natively(context, x, first, second);
        var forward = Taken(ForwardLayer, first);
        var backward = Taken(Backward, second);
        Fill();
        var (y, z) = (forward[0].Value, backward[0].Value);
        if (ForwardLayer.ReturnSequences && !Backward.GoBackwards)
            z = Op.Reverse(z, 1);
        var outputs = Merged(y, z).Select(v => new SymbolicTensor(v)).ToArray();
        if (context.GetMask(forward[0]) is { } mask)
            foreach (var output in outputs)
                context.SetMask(output, mask);
        return [.. outputs, .. forward.Skip(1), .. backward.Skip(1)];

        IReadOnlyList<SymbolicTensor> Taken(RNN layer, SymbolicTensor[] own)
        {
            var named = new NamedInputs(x).WithList(RNN.InitialState, own);
            return layer.Invoke(context, named.Tensors, named.Arguments);
        }
    }

    /// <summary>Whether ONNX has both directions as one node.</summary>
    private bool IsNative(CallContext context, SymbolicTensor x) =>
        !context.Training
        && context.GetMask(x) is null
        && ForwardLayer is { Stateful: false, GoBackwards: false, ActivityRegularizer: null }
        && Backward.ActivityRegularizer is null
        && ForwardLayer.Cell is UnitsCell { IsNative: true } a
        && Backward.Cell is UnitsCell { IsNative: true } b
        && a.GetType() == b.GetType()
        && (a.Units, a.UseBias, (a as GRUCell)?.ResetAfter) == (b.Units, b.UseBias, (b as GRUCell)?.ResetAfter);

    private SymbolicTensor[] Natively(
        CallContext context,
        SymbolicTensor x,
        SymbolicTensor[] first,
        SymbolicTensor[] second
    )
    {
        RNN[] layers = [ForwardLayer, Backward];
        foreach (var (layer, states) in layers.Zip([first, second]))
        {
            using var scope = context.Graph.Within(layer.Name);
            layer.EnsureBuilt(context, [x]);
            layer.BuildCell(context, x, states);
            layer.Cell.AddWeightPenalties(context);
        }
        Fill();
        bool sequences = ForwardLayer.ReturnSequences;
        var (ways, joined) = NativeRecurrence.BothWays(
            context,
            [.. layers.Select(l => (UnitsCell)l.Cell)],
            x,
            [first, second],
            sequences
        );
        Value[] outputs = [.. ways.Select(w => (sequences ? w.Steps! : w.Last).Value)];
        SymbolicTensor[] merged =
            MergeMode == "concat" ? [joined] : [.. Merged(outputs[0], outputs[1]).Select(v => new SymbolicTensor(v))];
        return ForwardLayer.ReturnState ? [.. merged, .. ways.SelectMany(w => w.States)] : merged;
    }

    private Value[] Merged(Value y, Value z) =>
        MergeMode switch
        {
            "concat" => [Op.Concat([y, z], -1)],
            "sum" => [y + z],
            "mul" => [y * z],
            "ave" => [(y + z) * 0.5],
            _ => [y, z],
        };

    private static RNN Recurrent(Layer layer, string argument) =>
        layer as RNN
        ?? throw new ArgumentException(
            $"A {layer.TypeName} came; a recurrent layer was expected. Give an LSTM, a GRU, a SimpleRNN, a ConvLSTM or an RNN.",
            argument
        );

    /// <summary>A layer of the same configuration under another name, or the other way.</summary>
    private static RNN Copy(RNN layer, string prefix, bool turned) =>
        (RNN)
            layer.Twin(config =>
            {
                config["name"] = layer.Name.StartsWith(prefix, StringComparison.Ordinal)
                    ? layer.Name
                    : prefix + layer.Name;
                if (turned)
                    config["go_backwards"] = !layer.GoBackwards;
                // What a layer of its own gives for a masked element, the other way's output would be added to.
                config["zero_output_for_mask"] = layer.ReturnSequences;
            });

    private void CheckPair()
    {
        if (ForwardLayer.GoBackwards == Backward.GoBackwards)
            throw new ArgumentException(
                $"Two layers came of which both have goBackwards: {(Backward.GoBackwards ? "true" : "false")}; one must go each way. Give one of them goBackwards: true."
            );
        foreach (
            var (what, first, second) in new[]
            {
                ("stateful", ForwardLayer.Stateful, Backward.Stateful),
                ("returnSequences", ForwardLayer.ReturnSequences, Backward.ReturnSequences),
                ("returnState", ForwardLayer.ReturnState, Backward.ReturnState),
            }
        )
            if (first != second)
                throw new ArgumentException(
                    $"Two layers came of which one has {what} and the other has not; both must have the same. Give {what} to both or to none."
                );
    }

    /// <summary>Sets the weights to what was given, once they are there.</summary>
    private void Fill()
    {
        if (_values is null || _isFilled)
            return;
        var weights = Weights.Where(w => w.IsMadeTrainable).ToArray();
        if (_values.Count != weights.Length)
            throw new LayerException(
                Name,
                $"{_values.Count} weights came for the {weights.Length} of both directions; one for each was expected. Give those of the forward layer, then those of the backward one."
            );
        for (int i = 0; i < weights.Length; i++)
            weights[i].CheckShape(_values[i]);
        for (int i = 0; i < weights.Length; i++)
            weights[i].SetValue(_values[i]);
        _isFilled = true;
    }
}
