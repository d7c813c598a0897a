using System.CommandLine;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Tool.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly float[,] _x =
    {
        { 1, 2, 3 },
        { -1, 0, 1 },
    };
    private readonly float[] _expected;

    public CommandTests()
    {
        using var model = new Sequential([
            new Input(3) { Name = "x" },
            new Dense(4, activation: "relu", name: "hidden"),
            new Dense(2, name: "scores"),
        ]);
        _model = Path.Combine(_folder.Path, "small.onnx");
        model.Export(_model);
        _expected = [.. model.Predict(_x)];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Summary_has_a_row_for_each_node()
    {
        string text = Run(0, "summary", _model, "--width", "80");

        Assert.Contains("Model: \"small\"", text);
        Assert.Contains("(Gemm)", text);
        Assert.Contains("(None, 4)", text);
        Assert.Contains("Total params: 26 (104.00 B)", text);
    }

    [Fact]
    public void Inspect_tells_what_the_file_says()
    {
        string text = Run(0, "inspect", _model);

        Assert.Contains("opsets      ai.onnx 18", text);
        Assert.Contains("parameters  26 (104 bytes)", text);
        Assert.Contains("input       x: Float32 (batch, 3)", text);
        Assert.Contains("output      scores: Float32 (batch, 2)", text);
        Assert.Contains("operator    Gemm x 2", text);
    }

    [Fact]
    public void Inspect_shows_models_that_could_not_be_read()
    {
        string path = Path.Combine(_folder.Path, "foreign.onnx");
        // A model of one node Strange of the domain com.example, x -> y, in protobuf's bytes.
        byte[] node = [0x0A, 1, (byte)'x', 0x12, 1, (byte)'y', 0x22, 7, .. "Strange"u8, 0x3A, 11, .. "com.example"u8];
        byte[] value = [0x12, 6, 0x0A, 4, 0x08, 1, 0x12, 0];
        byte[] graph =
        [
            0x0A,
            (byte)node.Length,
            .. node,
            0x12,
            1,
            (byte)'g',
            0x5A,
            (byte)(value.Length + 3),
            0x0A,
            1,
            (byte)'x',
            .. value,
            0x62,
            (byte)(value.Length + 3),
            0x0A,
            1,
            (byte)'y',
            .. value,
        ];
        File.WriteAllBytes(path, [0x08, 8, 0x3A, (byte)graph.Length, .. graph, 0x42, 2, 0x10, 18]);

        string text = Run(0, "inspect", path);

        Assert.Contains("operator    com.example.Strange x 1", text);
        Assert.Contains("no operator 'Strange' is known", Run(1, "check", path));
    }

    [Fact]
    public void Run_computes_what_the_model_predicts()
    {
        string x = Path.Combine(_folder.Path, "x.npy");
        NpyFile.Write(x, NpyArray.From<float>(System.Numerics.Tensors.Tensor.Create([1f, 2, 3, -1, 0, 1], [2, 3])));

        string text = Run(0, "run", _model, "--input", x, "--output", Path.Combine(_folder.Path, "out"));
        string named = Run(0, "run", _model, "--input", $"x={x}");

        Assert.Contains("scores: Float32 (2, 2)", text);
        Assert.Equal(text, named);
        var written = NpyFile.Read(Path.Combine(_folder.Path, "out", "scores.npy")).ToTensor<float>();
        Assert.Equal(_expected, [.. written], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Run_says_what_is_wrong_with_its_inputs()
    {
        string x = Path.Combine(_folder.Path, "y.npy");
        NpyFile.Write(x, NpyArray.From<float>(System.Numerics.Tensors.Tensor.Create([1f, 2], [1, 2])));

        Assert.Contains("No array came for the input 'x'", Run(1, "run", _model));
        Assert.Contains(
            "was given a tensor of Float32 (1, 2); Float32 (batch, 3) was expected",
            Run(1, "run", _model, "-i", x)
        );
        Assert.Contains("'z'", Run(1, "run", _model, "-i", $"z={x}"));
        Assert.Contains("does not begin as a .npy file does", Run(1, "run", _model, "-i", _model));
        Assert.Contains("2 inputs came; the model takes 1", Run(1, "run", _model, "-i", x, "-i", x));
    }

    [Fact]
    public void Check_tells_whether_the_model_trains()
    {
        string text = Run(0, "check", _model);

        Assert.Contains("trains: yes, 4 weights of 26 parameters", text);

        var graph = new Graph("sorted");
        var input = graph.AddInput("x", ElementType.Float32, [Dim.Batch, 3]);
        graph.AddOutput("best", Op.ArgMax(input, 1));
        string path = Path.Combine(_folder.Path, "sorted.onnx");
        ModelWriter.Save(graph, path);

        Assert.Contains("trains: no. It has no floating-point weights.", Run(2, "check", path));
    }

    [Fact]
    public void Info_tells_which_library_serves()
    {
        string text = Run(0, "info");

        Assert.Contains("version     1.", text);
        Assert.Contains("providers   ", text);
        Assert.Contains("CPUExecutionProvider", text);
    }

    [Fact]
    public void A_missing_file_is_a_message_and_an_exit_code()
    {
        foreach (string command in new[] { "summary", "inspect", "run", "check" })
            Assert.StartsWith($"kerasharp {command}: No file 'absent.onnx' was found", Run(1, command, "absent.onnx"));
    }

    private static string Run(int exitCode, params string[] args)
    {
        var text = new StringWriter();
        int came = KerasharpCommand
            .Create()
            .Parse(args)
            .Invoke(new InvocationConfiguration { Output = text, Error = text });
        Assert.True(came == exitCode, $"The exit code is {came}; {text}");
        return text.ToString();
    }
}
