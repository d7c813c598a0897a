using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// RNN, GRU and LSTM as ONNX has them: whole sequences as one node. Their gradient is that of a Scan over the steps
/// (<see cref="RecurrentSteps"/>), which does not grow with the sequence.
/// </summary>
internal static class Recurrences
{
    public static Operator[] Operators { get; } = [Of("RNN"), Of("GRU"), Of("LSTM")];

    private static Operator Of(string name) =>
        new()
        {
            Name = name,
            Infer = n => new RecurrentForm(n).Infer(),
            Gradient = (n, dy) => ReverseSweep.Through(n, RecurrentSteps.Write, dy),
            IsComposed = true,
            // ONNX has both orders of batch and time, ONNX Runtime one of them.
            Lacks = (n, _) => IsBatchFirst(n),
            Decompose = n => IsBatchFirst(n) ? RecurrentSteps.TimeFirst(n, m => m.Outputs) : RecurrentSteps.Write(n),
        };

    private static bool IsBatchFirst(Node n) => n.Attributes.Int("layout") != 0;
}

public static partial class Op
{
    /// <summary>A plain recurrent network over a sequence: h = f(W x + R h + b).</summary>
    /// <param name="x">The sequence, (time, batch, features).</param>
    /// <param name="w">Weights of the input, (directions, hidden, features).</param>
    /// <param name="r">Weights of the state, (directions, hidden, hidden).</param>
    /// <param name="b">Biases of the input, then of the state, (directions, 2 hidden).</param>
    /// <param name="sequenceLens">How many steps of each sequence count, int32 (batch); all without it.</param>
    /// <param name="initialH">The state before the first step, (directions, batch, hidden); zeros without it.</param>
    /// <param name="options">Direction, functions, order of axes.</param>
    /// <returns>The states of all steps, (time, directions, batch, hidden), and the last one, (directions, batch, hidden).</returns>
    /// <remarks>
    /// The gradient is that of a <see cref="Scan"/> over the steps, which does not grow with the sequence; it computes the steps again.
    /// </remarks>
    public static IReadOnlyList<Value> RNN(
        Value x,
        Value w,
        Value r,
        Value? b = null,
        Value? sequenceLens = null,
        Value? initialH = null,
        RecurrentOptions? options = null
    ) => Recurrent("RNN", options, [], x, w, r, b, sequenceLens, initialH);

    /// <summary>A gated recurrent unit over a sequence. Rows of weights are those of the update gate, the reset gate and the hidden state.</summary>
    /// <inheritdoc cref="RNN"/>
    /// <param name="x">The sequence, (time, batch, features).</param>
    /// <param name="w">Weights of the input, (directions, 3 hidden, features).</param>
    /// <param name="r">Weights of the state, (directions, 3 hidden, hidden).</param>
    /// <param name="b">Biases of the input, then of the state, (directions, 6 hidden).</param>
    /// <param name="sequenceLens">How many steps of each sequence count, int32 (batch); all without it.</param>
    /// <param name="initialH">The state before the first step, (directions, batch, hidden); zeros without it.</param>
    /// <param name="linearBeforeReset">Whether the reset gate works on the product with the state's weights, instead of on the state.</param>
    /// <param name="options">Direction, functions, order of axes.</param>
    public static IReadOnlyList<Value> GRU(
        Value x,
        Value w,
        Value r,
        Value? b = null,
        Value? sequenceLens = null,
        Value? initialH = null,
        bool linearBeforeReset = false,
        RecurrentOptions? options = null
    )
    {
        var attributes = new Attributes { { "linear_before_reset", linearBeforeReset } };
        return Recurrent("GRU", options, attributes, x, w, r, b, sequenceLens, initialH);
    }

    /// <summary>A long short-term memory over a sequence. Rows of weights are those of the input, output and forget gates and the cell.</summary>
    /// <inheritdoc cref="RNN"/>
    /// <param name="x">The sequence, (time, batch, features).</param>
    /// <param name="w">Weights of the input, (directions, 4 hidden, features).</param>
    /// <param name="r">Weights of the state, (directions, 4 hidden, hidden).</param>
    /// <param name="b">Biases of the input, then of the state, (directions, 8 hidden).</param>
    /// <param name="sequenceLens">How many steps of each sequence count, int32 (batch); all without it.</param>
    /// <param name="initialH">The state before the first step, (directions, batch, hidden); zeros without it.</param>
    /// <param name="initialC">The cell before the first step, likewise.</param>
    /// <param name="p">Weights of the cell in the input, output and forget gates, (directions, 3 hidden); none without it.</param>
    /// <param name="inputForget">Whether the forget gate is what the input gate leaves of 1.</param>
    /// <param name="options">Direction, functions, order of axes.</param>
    /// <returns>The states of all steps, (time, directions, batch, hidden), the last one, and the last cell, (directions, batch, hidden).</returns>
    public static IReadOnlyList<Value> LSTM(
        Value x,
        Value w,
        Value r,
        Value? b = null,
        Value? sequenceLens = null,
        Value? initialH = null,
        Value? initialC = null,
        Value? p = null,
        bool inputForget = false,
        RecurrentOptions? options = null
    )
    {
        var attributes = new Attributes { { "input_forget", inputForget } };
        return Recurrent("LSTM", options, attributes, x, w, r, b, sequenceLens, initialH, initialC, p);
    }

    private static IReadOnlyList<Value> Recurrent(
        string op,
        RecurrentOptions? options,
        Attributes attributes,
        params ReadOnlySpan<Value?> inputs
    )
    {
        options ??= new RecurrentOptions();
        var r = inputs[2]!;
        if (r.Rank > 0 && r.Shape[-1].IsKnown)
            attributes.Add("hidden_size", r.Shape[-1].Value);
        attributes.Add("direction", options.Direction);
        attributes.Add("activations", options.Activations);
        attributes.Add("activation_alpha", Floats(options.ActivationAlpha));
        attributes.Add("activation_beta", Floats(options.ActivationBeta));
        attributes.Add("clip", options.Clip);
        if (options.BatchFirst)
            attributes.Add("layout", 1);
        return r.Graph.Add("", op, inputs, attributes).Outputs;

        static float[]? Floats(double[]? numbers) => numbers is null ? null : Array.ConvertAll(numbers, n => (float)n);
    }
}
