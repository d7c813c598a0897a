using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Randomness;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Saving;

namespace Kerasharp.Tests.Saving.Steps;

/// <summary>Trains by a step in a file as docs/training-step.md tells it: nothing here knows the model.</summary>
internal sealed class SavedStep : IDisposable
{
    private readonly ModelSession _session;

    public SavedStep(string path)
    {
        _session = ModelSession.Load(path);
        Description = JsonNode.Parse(ModelDescription.Load(path).Metadata["kerasharp.training_step"])!.AsObject();
        var file = SafeTensorsFile.Read(Path.ChangeExtension(path, ".safetensors"));
        States = file.Tensors.Values.ToDictionary(
            t => t.Name,
            t => new ConstantTensor(t.Type, t.Dims, t.Data.ToArray())
        );
        Assert.Equal(Description.ToJsonString(), file.Metadata["kerasharp.training_step"]);
        Assert.Equal(Listed("states").Select(s => (string)s["input"]!).Order(), States.Keys.Order());
    }

    public JsonObject Description { get; }

    public Dictionary<string, ConstantTensor> States { get; private set; }

    public IEnumerable<JsonObject> Listed(string part) => Description[part]!.AsArray().Select(n => n!.AsObject());

    /// <summary>Makes a step on a batch, given in the order of the description's inputs, and gives what it says, its loss first.</summary>
    public double[] Run(params ConstantTensor[] batch)
    {
        var feeds = new Dictionary<string, ConstantTensor>(States);
        foreach (var (input, tensor) in Listed("inputs").Zip(batch))
            feeds.Add((string)input["name"]!, tensor);
        foreach (var draw in Listed("random"))
        {
            long[] dims =
            [
                .. draw["shape"]!
                    .AsArray()
                    .Select(d =>
                        d!.GetValueKind() == System.Text.Json.JsonValueKind.Number ? (long)d : batch[0].Shape[0].Value
                    ),
            ];
            var numbers = new float[dims.Aggregate(1L, (a, b) => a * b)];
            long[] state = States[(string)draw["state"]!].ToInt64s();
            long seed = (string?)draw["seed"] is { } own ? long.Parse(own) : state[0];
            CounterRandom.Fill(numbers, seed, state[1], (long)draw["site"]!);
            feeds.Add((string)draw["name"]!, ConstantTensor.Of<float>(numbers, dims));
        }
        var outputs = _session.Run(feeds);
        States = Listed("states")
            .ToDictionary(
                s => (string)s["input"]!,
                s => (string?)s["output"] is { } output ? outputs[output] : States[(string)s["input"]!]
            );
        return [.. Listed("outputs").Select(o => outputs[(string)o["name"]!].ToDoubles()[0])];
    }

    /// <summary>Writes the states as a training elsewhere leaves them.</summary>
    public void Save(string path) =>
        SafeTensorsFile.Write(
            path,
            [
                .. States.Select(s => new SafeTensorEntry(
                    s.Key,
                    s.Value.Type,
                    s.Value.Shape.ToArray(),
                    s.Value.Bytes.ToArray()
                )),
            ]
        );

    public void Dispose() => _session.Dispose();
}
