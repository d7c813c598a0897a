using System.Text.RegularExpressions;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// The equation of an EinsumDense: letters for the axes of input, kernel and output. An ellipsis stands for further axes of input and
/// output, before their letters or behind them.
/// </summary>
internal sealed partial class DenseEquation
{
    private readonly string _text;
    private readonly string _input;
    private readonly string _kernel;
    private readonly string _output;
    private readonly bool _openLeft;
    private readonly bool _openRight;

    /// <summary>Takes an equation apart.</summary>
    /// <exception cref="ArgumentException">It has another form, or a letter that nothing measures.</exception>
    public DenseEquation(string text, string? biasAxes)
    {
        _text = text;
        var match = Form().Match(text);
        if (!match.Success)
            throw Wrong(
                "ab,bc->ac, ...b,bc->...c or ab...,bc->ac... was expected: letters for the axes of input, kernel and output",
                "Write it so"
            );
        _input = match.Groups["input"].Value;
        _kernel = match.Groups["kernel"].Value;
        _output = match.Groups["output"].Value;
        _openLeft = match.Groups["left"].Success;
        _openRight = match.Groups["right"].Success;
        if ((_input + "," + _kernel + "," + _output).Split(',').Any(part => part.Distinct().Count() < part.Length))
            throw Wrong("each letter stands once in input, kernel and output", "Name the axes by different letters");
        if (_output.FirstOrDefault(l => !_input.Contains(l) && !_kernel.Contains(l)) is var made and not '\0')
            throw Wrong($"the output's '{made}' is in neither input nor kernel", "Add it to the kernel");
        if (_kernel.FirstOrDefault(l => !_input.Contains(l) && !_output.Contains(l)) is var lost and not '\0')
            throw Wrong($"the kernel's '{lost}' is in neither input nor output", "Add it to the output");
        if (biasAxes?.FirstOrDefault(l => !_output.Contains(l)) is { } wrong and not '\0')
            throw Wrong(
                $"the bias's axis '{wrong}' is none of the output '{_output}'",
                "Choose among the output's letters"
            );
    }

    /// <summary>The axes of the kernel that the input has, by which it is summed.</summary>
    public IEnumerable<int> ContractedAxes =>
        Enumerable.Range(0, _kernel.Length).Where(i => !_output.Contains(_kernel[i]));

    /// <summary>Whether the kernel's last axis is the output's and not the input's, so that a product may follow along it.</summary>
    public bool KeepsLastAxis => !_openRight && _kernel[^1] == _output[^1] && !_input.Contains(_kernel[^1]);

    /// <summary>The shapes of kernel and bias for an input.</summary>
    public (long[] Kernel, long[]? Bias) Measure(Layer layer, Shape input, PartialShape outputShape, string? biasAxes)
    {
        int elided = CheckRank(layer, input);
        var output = Output(layer, input, outputShape, elided);
        for (int i = 0; i < _input.Length; i++)
        {
            var given = input[InputAxis(i, elided)];
            int at = _output.IndexOf(_input[i]);
            if (at >= 0 && output[OutputAxis(at, elided)] is { } wanted && given.IsKnown && given.Value != wanted)
                throw layer.Misfit(
                    input,
                    $"its axis '{_input[i]}' has {given}, that of the output {wanted} in the equation {_text} with the output shape {outputShape}",
                    "Give the same size, or null in the output shape."
                );
        }
        long[] kernel = [.. _kernel.Select(letter => Size(layer, input, output, letter, elided))];
        if (string.IsNullOrEmpty(biasAxes))
            return (kernel, null);
        int first = biasAxes.Min(l => _output.IndexOf(l));
        var bias = _output[first..].Select(l => biasAxes.Contains(l) ? Size(layer, input, output, l, elided) : 1);
        return (kernel, [.. bias, .. Enumerable.Repeat(1L, _openRight ? elided : 0)]);
    }

    /// <summary>Refuses an input of another number of dimensions, and gives how many of them the ellipsis stands for.</summary>
    public int CheckRank(Layer layer, Shape input)
    {
        int elided = input.Rank - _input.Length;
        bool open = _openLeft || _openRight;
        return elided >= 0 && (open || elided == 0)
            ? elided
            : throw layer.Misfit(
                input,
                $"the equation {_text} takes {(open ? "at least " : "")}{_input.Length} dimensions, the batch among them",
                "Reshape it, or change the equation."
            );
    }

    /// <summary>
    /// The sum of products, with what a bias adds. Where the kernel's first axes are the input's last ones, and its others stand last in
    /// the output, it is a matrix product, which is what a person would write.
    /// </summary>
    public Value Apply(Value x, Value kernel, Value? bias)
    {
        int summed = (_input.Length + _kernel.Length - _output.Length) / 2;
        int kept = _input.Length - summed;
        bool isProduct =
            !_openRight
            && summed > 0
            && summed < _kernel.Length
            && x.Rank > summed
            && _input.Length + _kernel.Length - _output.Length == 2 * summed
            && _output == _input[..kept] + _kernel[summed..]
            && _input[kept..] == _kernel[..summed]
            && !_output.Intersect(_kernel[..summed]).Any()
            && !_input.Intersect(_kernel[summed..]).Any();
        if (!isProduct)
        {
            var sum = Op.Einsum(_text, x, kernel);
            return bias is null ? sum : sum + bias;
        }
        long[] same = new long[x.Rank - summed];
        long[] sizes = kernel.Shape.ToArray();
        if (summed > 1)
            x = Op.Reshape(x, [.. same, -1]);
        if (sizes.Length == 2)
            return DenseInputs.Product(x, kernel, bias);
        long rows = sizes[..summed].Aggregate(1L, (product, size) => product * size);
        var matrix = Op.Reshape(kernel, rows, -1);
        bool whole = bias is not null && bias.Shape.Equals(Shape.Of(sizes[summed..]));
        // A bias of all outputs is added to the product as it is.
        var y = DenseInputs.Product(x, matrix, whole ? Op.Reshape(bias!, -1) : null);
        if (sizes.Length - summed > 1)
            y = Op.Reshape(y, [.. same, .. sizes[summed..]]);
        return bias is null || whole ? y : y + bias;
    }

    /// <summary>The output's sizes as far as they were told: those of the ellipsis and the batch are the input's.</summary>
    private long?[] Output(Layer layer, Shape input, PartialShape told, int elided)
    {
        var sizes = told.Select(s => (long?)s);
        var around = input.Select(d => d.IsKnown ? d.Value : (long?)null).ToArray();
        long?[] output = _openLeft
            ? [.. around[..Math.Max(1, elided)], .. sizes]
            : [around[0], .. sizes, .. around[^elided..]];
        int expected = _output.Length + elided;
        return output.Length == expected
            ? output
            : throw layer.Misfit(
                input,
                $"the output shape {told} has {told.Count} sizes where the equation {_text} needs {told.Count + expected - output.Length} beside the batch{(elided > 0 ? " and the ellipsis" : "")}",
                "Give a size for each letter of the output, null where it is the input's."
            );
    }

    private long Size(Layer layer, Shape input, long?[] output, char letter, int elided)
    {
        int at = _output.IndexOf(letter);
        if (at >= 0 && output[OutputAxis(at, elided)] is { } told)
            return told;
        int from = _input.IndexOf(letter);
        return from >= 0 && input[InputAxis(from, elided)] is { IsKnown: true } size
            ? size.Value
            : throw layer.Misfit(
                input,
                $"the size of '{letter}' in the equation {_text} must be known, since weights have it",
                "Give its number to Input, or in the output shape."
            );
    }

    private int InputAxis(int letter, int elided) => _openLeft ? letter + elided : letter;

    private int OutputAxis(int letter, int elided) => _openLeft ? letter + elided : letter;

    private ArgumentException Wrong(string expected, string remedy) =>
        new($"The equation '{_text}' came; {expected}. {remedy}.");

    [GeneratedRegex(
        @"^(?:(?<left>\.\.\.)(?<input>[a-zA-Z]+),(?<kernel>[a-zA-Z]+)->\.\.\.(?<output>[a-zA-Z]+)"
            + @"|(?<input>[a-zA-Z]{2,})(?<right>\.\.\.),(?<kernel>[a-zA-Z]+)->(?<output>[a-zA-Z]+)\.\.\."
            + @"|(?<input>[a-zA-Z]+),(?<kernel>[a-zA-Z]+)->(?<output>[a-zA-Z]+))$"
    )]
    private static partial Regex Form();
}
