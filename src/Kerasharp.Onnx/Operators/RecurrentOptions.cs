namespace Kerasharp.Onnx.Operators;

/// <summary>What RNN, GRU and LSTM have in common besides their inputs.</summary>
public sealed record RecurrentOptions
{
    /// <summary>Which way the steps are taken: <c>forward</c>, <c>reverse</c>, or <c>bidirectional</c> for both.</summary>
    public string Direction { get; init; } = "forward";

    /// <summary>
    /// The functions by ONNX's names, those of a direction in order, then those of the other: one for an RNN, two for a GRU (gates,
    /// hidden), three for an LSTM (gates, cell, hidden). By default Sigmoid for gates and Tanh for the rest.
    /// </summary>
    public string[]? Activations { get; init; }

    /// <summary>A first parameter for each of the functions that have one, in order.</summary>
    public double[]? ActivationAlpha { get; init; }

    /// <summary>A second parameter for each of the functions that have one, in order.</summary>
    public double[]? ActivationBeta { get; init; }

    /// <summary>What goes into a function is kept between this and its negative; null for no bounds.</summary>
    public double? Clip { get; init; }

    /// <summary>Whether the batch stands in front of time, in inputs, outputs and states.</summary>
    public bool BatchFirst { get; init; }
}
