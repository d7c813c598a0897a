using Kerasharp.Activations;

namespace Kerasharp.Layers;

/// <summary>ONNX's names for activations within RNN, GRU and LSTM, of those that take no parameters there.</summary>
internal static class NativeNames
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["tanh"] = "Tanh",
        ["sigmoid"] = "Sigmoid",
        ["relu"] = "Relu",
        ["softsign"] = "Softsign",
        ["softplus"] = "Softplus",
    };

    /// <summary>Whether ONNX has the activation there.</summary>
    public static bool Has(ActivationFunction activation) =>
        Names.ContainsKey(activation.Name) && ActivationFunction.FromName(activation.Name) == activation;

    /// <summary>ONNX's name.</summary>
    public static string Of(ActivationFunction activation) => Names[activation.Name];
}
