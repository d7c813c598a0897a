using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Tests.Gradients;
using Kerasharp.Onnx.Tests.Passes;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>Files that are wrong, or older.</summary>
public sealed class ModelReaderTests
{
    [Fact]
    public void An_unknown_operator_is_named()
    {
        byte[] model = Models.Bytes(
            [Models.Node("Bogus", ["x"], ["y"])],
            [Models.Tensor("x", 2)],
            [Models.Tensor("y", 2)]
        );

        Assert.Equal(
            "node Bogus of 'node/Bogus/y' came; no operator 'Bogus' is known in the domain 'ai.onnx'. "
                + "Write the model with operators that docs/operators.md lists.",
            Refused(model)
        );
    }

    [Fact]
    public void A_newer_opset_is_refused()
    {
        var model = Add();
        model.OpsetImport[0].Version = 23;

        Assert.Contains("opset 23", Refused(model.ToByteArray()));
    }

    [Fact]
    public void A_cycle_is_named()
    {
        byte[] model = Models.Bytes(
            [Models.Node("Neg", ["b"], ["a"]), Models.Node("Neg", ["a"], ["b"])],
            [],
            [Models.Tensor("b", 2)]
        );

        Assert.Contains("node Neg 'node/Neg/a' reads 'b', which nothing before it defines", Refused(model));
    }

    [Fact]
    public void A_missing_input_is_named()
    {
        byte[] none = Models.Bytes(
            [Models.Node("Add", ["x"], ["y"])],
            [Models.Tensor("x", 2)],
            [Models.Tensor("y", 2)]
        );
        byte[] absent = Models.Bytes(
            [Models.Node("Add", ["x", ""], ["y"])],
            [Models.Tensor("x", 2)],
            [Models.Tensor("y", 2)]
        );

        Assert.Equal("node Add of 'node/Add/y' lacks its input 1; the operator requires it.", Refused(none));
        Assert.Equal("node Add of 'node/Add/y' lacks its input 1; the operator requires it.", Refused(absent));
    }

    [Fact]
    public void A_wrong_type_is_named()
    {
        byte[] elements = Models.Bytes(
            [Models.Node("Add", ["x", "i"], ["y"])],
            [Models.Tensor("x", 2), Models.Tensor("i", ElementType.Int64, 2)],
            [Models.Tensor("y", 2)]
        );
        byte[] attribute = Models.Bytes(
            [Models.Node("Softmax", ["x"], ["y"], "", Models.Attribute("axis", "last"))],
            [Models.Tensor("x", 2)],
            [Models.Tensor("y", 2)]
        );

        Assert.Contains("node Add of 'node/Add/y' got elements of Float32 and Int64", Refused(elements));
        Assert.Equal(
            "node Softmax of 'node/Softmax/y' has an attribute 'axis' of type String; Int64 was expected. Change it.",
            Refused(attribute)
        );
    }

    [Fact]
    public void A_wrong_shape_is_named()
    {
        byte[] model = Models.Bytes(
            [Models.Node("MatMul", ["x", "w"], ["y"])],
            [Models.Tensor("x", "batch", 3), Models.Tensor("w", 4, 5)],
            [Models.Tensor("y", "batch", 5)]
        );

        Assert.Contains("node MatMul of 'node/MatMul/y' got shapes (None, 3) and (4, 5)", Refused(model));
    }

    [Fact]
    public void A_value_that_is_defined_twice_is_named()
    {
        byte[] model = Models.Bytes(
            [Models.Node("Neg", ["x"], ["y"]), Models.Node("Abs", ["x"], ["y"])],
            [Models.Tensor("x", 2)],
            [Models.Tensor("y", 2)]
        );

        Assert.Contains("node Abs 'node/Abs/y' defines 'y' a second time", Refused(model));
    }

    [Fact]
    public void A_tensor_of_too_few_elements_is_named()
    {
        var model = Add();
        model.Graph.Initializer.Add(
            new TensorProto
            {
                Name = "w",
                DataType = 1,
                Dims = { 3 },
                FloatData = { 1, 2 },
            }
        );

        Assert.Contains(
            "The tensor 'w' of dimensions [3] cannot be read: it holds 2 elements, 3 were expected",
            Refused(model.ToByteArray())
        );
    }

    [Fact]
    public void Data_in_another_file_are_refused()
    {
        var model = Add();
        model.Graph.Initializer.Add(
            new TensorProto
            {
                Name = "w",
                DataType = 1,
                Dims = { 3 },
                DataLocation = TensorProto.Types.DataLocation.External,
            }
        );

        Assert.Contains("its data lie in another file", Refused(model.ToByteArray()));
    }

    [Fact]
    public void What_is_no_model_is_refused()
    {
        Assert.Contains("5 bytes came that are no ONNX model", Refused("hello"u8.ToArray()));
        Assert.Contains("without a graph", Refused([]));
        Assert.Throws<FileNotFoundException>(() => ModelReader.Load("no such file.onnx"));
    }

    [Fact]
    public void Typed_fields_hold_elements_of_every_type()
    {
        var tensors = new (TensorProto Proto, double[] Numbers)[]
        {
            (new() { DataType = 1, FloatData = { 1.5f, -2 } }, [1.5, -2]),
            (new() { DataType = 11, DoubleData = { 1.25, -2 } }, [1.25, -2]),
            (new() { DataType = 7, Int64Data = { 5, -2 } }, [5, -2]),
            (new() { DataType = 6, Int32Data = { 5, -2 } }, [5, -2]),
            (new() { DataType = 5, Int32Data = { 5, -2 } }, [5, -2]),
            (new() { DataType = 3, Int32Data = { 5, -2 } }, [5, -2]),
            (new() { DataType = 2, Int32Data = { 5, 255 } }, [5, 255]),
            (new() { DataType = 4, Int32Data = { 5, 65535 } }, [5, 65535]),
            (new() { DataType = 9, Int32Data = { 1, 0 } }, [1, 0]),
            (new() { DataType = 12, Uint64Data = { 5, 7 } }, [5, 7]),
            (new() { DataType = 13, Uint64Data = { 5, 7 } }, [5, 7]),
            (new() { DataType = 10, Int32Data = { 0x3E00, 0xC000 } }, [1.5, -2]),
            (new() { DataType = 16, Int32Data = { 0x3FC0, 0xC000 } }, [1.5, -2]),
        };
        foreach (var (proto, numbers) in tensors)
        {
            proto.Name = "w";
            proto.Dims.Add(2);
            var model = Add();
            model.Graph.Initializer.Add(proto);
            model.Graph.Output.Add(Models.Tensor("w", (ElementType)proto.DataType, 2));

            Assert.Equal(
                numbers,
                ModelReader.FromBytes(model.ToByteArray()).FindOutput("w")!.Value.Constant!.ToDoubles()
            );
        }
    }

    [Fact]
    public void Constants_and_dropout_become_values()
    {
        var tensor = new AttributeProto
        {
            Name = "value",
            Type = AttributeProto.Types.AttributeType.Tensor,
            T = new TensorProto
            {
                DataType = 1,
                Dims = { 2 },
                FloatData = { 3, 4 },
            },
        };
        byte[] model = Models.Bytes(
            [
                Models.Node("Constant", [], ["c"], "", tensor),
                Models.Node("Constant", [], ["two"], "", Models.Attribute("value_float", 2f)),
                Models.Node("Mul", ["c", "two"], ["d"]),
                Models.Node("Dropout", ["d"], ["dropped", "mask"]),
                Models.Node("Add", ["x", "dropped"], ["y"]),
            ],
            [Models.Tensor("x", 2)],
            [Models.Tensor("y", 2)]
        );

        var graph = ModelReader.FromBytes(model);

        Assert.Equal(["Mul", "Add"], graph.Sort().Select(n => n.Op));
        var inputs = new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Vector(1f, 1f) };
        Assert.Equal([7, 9], GraphRunner.Run(graph, inputs)["y"].ToDoubles());
    }

    [Fact]
    public void Older_forms_are_brought_up_to_date()
    {
        var model = new ModelProto
        {
            IrVersion = 3,
            OpsetImport = { new OperatorSetIdProto { Version = 6 } },
            Graph = new GraphProto { Name = "old" },
        };
        model.Graph.Input.Add([Models.Tensor("x", 2, 3, 4), Models.Tensor("b", 3)]);
        model.Graph.Node.Add([
            Models.Node("Add", ["x", "b"], ["sum"], "", Models.Attribute("broadcast", 1), Models.Attribute("axis", 1)),
            Models.Node("ReduceMean", ["sum"], ["mean"], "", Ints("axes", 1), Models.Attribute("keepdims", 0)),
            Models.Node("Clip", ["mean"], ["clipped"], "", Models.Attribute("max", 1.5f)),
            Models.Node("Pad", ["clipped"], ["padded"], "", Ints("pads", 0, 1, 0, 0), Models.Attribute("value", 7f)),
            Models.Node("Slice", ["padded"], ["sliced"], "", Ints("starts", 0), Ints("ends", 4), Ints("axes", 1)),
            Models.Node("Unsqueeze", ["sliced"], ["row"], "", Ints("axes", 0)),
            Models.Node("Squeeze", ["row"], ["flat"], "", Ints("axes", 0)),
            Models.Node("Split", ["flat"], ["one", "two"], "", Models.Attribute("axis", 1)),
            Models.Node("Softmax", ["two"], ["y"]),
        ]);
        model.Graph.Output.Add([Models.Tensor("one", 2, 2), Models.Tensor("y", 2, 2)]);
        var draw = new Draw(3);
        float[] x = Array.ConvertAll(draw.Normal(24).ToDoubles(), e => (float)e);
        float[] b = [1, 2, -1];

        var outputs = GraphRunner.Run(
            ModelReader.FromBytes(model.ToByteArray()),
            new Dictionary<string, ConstantTensor>
            {
                ["x"] = ConstantTensor.Of<float>(x, 2, 3, 4),
                ["b"] = ConstantTensor.Vector<float>(b),
            }
        );

        for (int i = 0; i < 2; i++)
        {
            double[] row =
            [
                7,
                .. Enumerable
                    .Range(0, 3)
                    .Select(k => Math.Min(1.5, Enumerable.Range(0, 3).Average(j => x[i * 12 + j * 4 + k] + b[j]))),
            ];
            double sum = Math.Exp(row[2]) + Math.Exp(row[3]);
            Assert.Equal(
                [row[0], row[1]],
                outputs["one"].ToDoubles()[(2 * i)..(2 * i + 2)],
                (p, q) => Math.Abs(p - q) < 1e-5
            );
            Assert.Equal(
                [Math.Exp(row[2]) / sum, Math.Exp(row[3]) / sum],
                outputs["y"].ToDoubles()[(2 * i)..(2 * i + 2)],
                (p, q) => Math.Abs(p - q) < 1e-5
            );
        }
    }

    [Fact]
    public void The_oldest_forms_of_moving_elements_are_brought_up_to_date()
    {
        var model = new ModelProto
        {
            IrVersion = 3,
            OpsetImport = { new OperatorSetIdProto { Version = 1 } },
            Graph = new GraphProto { Name = "old" },
        };
        model.Graph.Input.Add([Models.Tensor("x", 2, 3), Models.Tensor("updates", 1, 2)]);
        model.Graph.Initializer.Add([
            new TensorProto
            {
                Name = "tiles",
                DataType = 1,
                FloatData = { 2 },
            },
            new TensorProto
            {
                Name = "axis",
                DataType = 1,
                FloatData = { 1 },
            },
            new TensorProto
            {
                Name = "places",
                DataType = 7,
                Dims = { 1, 2 },
                Int64Data = { 0, 3 },
            },
        ]);
        model.Graph.Node.Add([
            Models.Node("Tile", ["x", "tiles", "axis"], ["tiled"]),
            Models.Node(
                "Pad",
                ["tiled"],
                ["padded"],
                "",
                Ints("paddings", 0, 1, 1, 0),
                Models.Attribute("mode", "edge")
            ),
            Models.Node("Scatter", ["padded", "places", "updates"], ["y"], "", Models.Attribute("axis", 1)),
        ]);
        model.Graph.Output.Add(Models.Tensor("y", 3, 7));

        var outputs = GraphRunner.Run(
            ModelReader.FromBytes(model.ToByteArray()),
            new Dictionary<string, ConstantTensor>
            {
                ["x"] = ConstantTensor.Of<float>([1, 2, 3, 4, 5, 6], 2, 3),
                ["updates"] = ConstantTensor.Of<float>([8, 9], 1, 2),
            }
        );

        Assert.Equal([8, 1, 2, 9, 1, 2, 3, 4, 4, 5, 6, 4, 5, 6, 4, 4, 5, 6, 4, 5, 6], outputs["y"].ToDoubles());
    }

    [Fact]
    public void A_branch_that_is_never_taken_need_not_fit()
    {
        var model = Add();
        model.Graph.Initializer.Add(
            new TensorProto
            {
                Name = "holds",
                DataType = 9,
                Int32Data = { 1 },
            }
        );
        var halves = new GraphProto { Name = "halves" };
        halves.Node.Add(Models.Node("Split", ["a"], ["p", "q"], "", Models.Attribute("num_outputs", 2)));
        halves.Output.Add(Models.Tensor("q", 1));
        var thirds = new GraphProto { Name = "thirds" };
        thirds.Node.Add(Models.Node("Split", ["a"], ["p", "q", "r"], "", Models.Attribute("num_outputs", 3)));
        thirds.Output.Add(Models.Tensor("q", 1));
        model.Graph.Node.Add(
            Models.Node("If", ["holds"], ["z"], "", Branch("then_branch", halves), Branch("else_branch", thirds))
        );
        model.Graph.Output.Add(Models.Tensor("z", 1));

        var graph = ModelReader.FromBytes(model.ToByteArray());

        var inputs = graph.Inputs.ToDictionary(i => i.Name!, _ => ConstantTensor.Vector(3f, 5f));
        Assert.Equal([5], GraphRunner.Run(graph, inputs)["z"].ToDoubles());

        static AttributeProto Branch(string name, GraphProto branch) =>
            new()
            {
                Name = name,
                Type = AttributeProto.Types.AttributeType.Graph,
                G = branch,
            };
    }

    [Fact]
    public void Broken_files_are_refused_and_nothing_else_happens()
    {
        var sources = new List<byte[]>();
        foreach (string name in GradientCatalog.All.Keys)
        {
            var entry = GradientCatalog.All[name];
            var draw = entry.Draw(0);
            sources.Add(ModelWriter.ToBytes(GradientCheck.Build(entry.Make(draw), draw).Graph));
        }
        sources.Add(ModelWriter.ToBytes(new RandomGraph(1, symbolic: true).Graph));
        int refused = 0;
        foreach (int seed in GradientCases.Seeds(1500))
        {
            var draw = new Draw(seed);
            byte[] broken = Break(draw, draw.Of(sources.ToArray()));
            try
            {
                _ = ModelReader.FromBytes(broken).ToString();
            }
            catch (GraphException)
            {
                refused++;
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Failed with KERASHARP_TEST_SEED={seed}: {error}", error);
            }
        }
        Assert.True(refused > 0);
    }

    private static byte[] Break(Draw draw, byte[] bytes)
    {
        byte[] broken = [.. bytes];
        switch (draw.Int(0, 3))
        {
            case 0:
                return broken[..draw.Int(0, broken.Length - 1)];
            case 1:
                broken[draw.Int(0, broken.Length - 1)] ^= (byte)(1 << draw.Int(0, 7));
                return broken;
            case 2:
                for (int i = 0; i < 3; i++)
                    broken[draw.Int(0, broken.Length - 1)] = (byte)draw.Of(0, 1, 2, 127, 128, 255);
                return broken;
            default:
                int at = draw.Int(0, broken.Length - 1);
                int length = draw.Int(1, Math.Min(20, broken.Length - at));
                return [.. broken[..at], .. broken[(at + length)..], .. broken[at..(at + length)]];
        }
    }

    private static string Refused(byte[] model) =>
        Assert.Throws<GraphException>(() => ModelReader.FromBytes(model)).Message;

    private static ModelProto Add() => ModelProto.Parser.ParseFrom(Models.Add(2));

    private static AttributeProto Ints(string name, params long[] numbers)
    {
        var proto = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        proto.Ints.AddRange(numbers);
        return proto;
    }
}
