using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Training;

namespace Kerasharp.Saving;

/// <summary>A model as the parts of a file, and back.</summary>
internal static class ModelParts
{
    // An ONNX model may be as long as a file can; its bytes are there, since the archive is.
    private const string OnnxClass = "OnnxModel";

    /// <summary>The parts of a model; elements are copied here, so that what is written is of one moment.</summary>
    /// <param name="model">The model, whose weights are made.</param>
    /// <param name="trainer">What it was compiled with; null to leave it out.</param>
    /// <exception cref="NotSupportedException">Something of it cannot be written.</exception>
    public static IReadOnlyList<(string Name, Action<Stream> Write)> Of(Model model, Trainer? trainer)
    {
        var config = Config(model);
        if (trainer is not null)
            config["compile_config"] = CompileConfig.Write(trainer, model.Name);
        var parts = new List<(string, Action<Stream>)> { (ModelArchive.Config, ModelArchive.Text(config)) };
        model.WhileStill(() =>
        {
            parts.Add((ModelArchive.Weights, Prepare(TensorWeights.RawEntries(model.Weights))));
            if (model is OnnxModel onnx)
            {
                byte[] graph = onnx.ToFile();
                parts.Add((ModelArchive.Graph, stream => stream.Write(graph)));
            }
            if (trainer is null)
                return;
            parts.Add((ModelArchive.Optimizer, Prepare(OptimizerTensors.Entries(trainer.Optimizer))));
            parts.Add((ModelArchive.Training, ModelArchive.Text(TrainingPart.Write(model, trainer))));
        });
        return parts;
    }

    /// <summary>A new model of a file, its weights as they are made.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="config">What it says of the model.</param>
    /// <exception cref="ModelFileException">The file is damaged, or a class is not known.</exception>
    public static Model Make(ModelArchive archive, out JsonObject config)
    {
        string name = archive.NameOf(ModelArchive.Config);
        var json = config = archive.ReadJson(ModelArchive.Config);
        return Try(
            name,
            "a model that cannot be made",
            "what Model.Save writes. Register classes of your own by CustomObjects, or save the model again",
            () =>
            {
                if (json["class_name"]?.GetValue<string>() == OnnxClass)
                    return ReadOnnx(archive, json);
                var model =
                    Layer.Deserialize(json) as Model
                    ?? throw new ArgumentException($"the class {json["class_name"]} is a layer's, not a model's");
                model.EnsureWeights();
                return model.IsBuilt ? model : throw new ArgumentException("it has no Input");
            }
        );
    }

    /// <summary>Sets a new model's weights.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or its weights are not those of the model.</exception>
    public static void SetWeights(ModelArchive archive, Model model)
    {
        try
        {
            TensorWeights.Load(archive, ModelArchive.Weights, model.Weights, model.Name)();
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new ModelFileException(error.Message, error);
        }
    }

    /// <summary>Compiles a new model and puts it where it stood in training.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or a class is not known.</exception>
    public static void Compile(ModelArchive archive, Model model, JsonObject config, Func<Trainer> trainer) =>
        Try(
            archive.Path,
            "a model that cannot be compiled",
            "what Model.Save writes. Register classes and functions of your own by CustomObjects, or load it with compile: false and call Compile",
            () =>
            {
                CompileConfig.Apply(model, config);
                Restore(archive, model, trainer());
                return model;
            }
        );

    /// <summary>Puts a compiled model where it stood in training.</summary>
    public static void Restore(ModelArchive archive, Model model, Trainer trainer)
    {
        TrainingPart.Apply(archive.ReadJson(ModelArchive.Training), model, trainer);
        OptimizerTensors.Load(archive, trainer.Optimizer)();
    }

    private static JsonObject Config(Model model)
    {
        if (model is OnnxModel)
            return new JsonObject
            {
                ["module"] = "kerasharp",
                ["class_name"] = OnnxClass,
                ["config"] = new JsonObject { ["name"] = model.Name, ["trainable"] = model.Trainable },
                ["registered_name"] = null,
            };
        try
        {
            return model.Serialize();
        }
        catch (NotSupportedException error)
        {
            throw new NotSupportedException(
                $"The model '{model.Name}' was to be saved, and a part of it cannot be written: {error.Message} Or write its weights alone by SaveWeights, or what it computes by Export.",
                error
            );
        }
    }

    private static OnnxModel ReadOnnx(ModelArchive archive, JsonObject json)
    {
        var config = json["config"]!;
        var model = OnnxModel.FromBytes(
            archive.ReadBytes(ModelArchive.Graph, archive.FileLength),
            config["name"]!.GetValue<string>()
        );
        model.Trainable = config["trainable"]!.GetValue<bool>();
        return model;
    }

    private static Action<Stream> Prepare(SafeTensorEntry[] entries) =>
        SafeTensorsFile.Prepare("the model", entries, TensorWeights.Metadata);

    /// <summary>Does what a file says; whatever that leads to, the file, or what is registered, is at fault.</summary>
    private static T Try<T>(string name, string came, string expected, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception error) when (error is not (ModelFileException or OutOfMemoryException))
        {
            throw new ModelFileException(
                $"In {name} came {came} ({error.Message.TrimEnd('.')}); expected {expected}.",
                error
            );
        }
    }
}
