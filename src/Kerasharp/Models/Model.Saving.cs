using System.Text.Json.Nodes;
using Kerasharp.Saving;

namespace Kerasharp;

public partial class Model
{
    /// <summary>
    /// Writes the whole model to one file, <c>.kerasharp</c>: how it is built and was compiled, the weights, what the optimizer carries, and the
    /// random states, so that training goes on from it as if it had never stopped.
    /// </summary>
    /// <param name="path">The file; it is written under a temporary name and moved, so that the former file stays if anything goes wrong.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="includeOptimizer">Whether what Compile was given and what belongs to training is written, too.</param>
    /// <exception cref="InvalidOperationException">The weights are not made yet.</exception>
    /// <exception cref="NotSupportedException">A layer, loss or metric is a function that is not registered: see <see cref="CustomObjects"/>.</exception>
    /// <exception cref="IOException">The file is there and may not be replaced, or cannot be written.</exception>
    /// <remarks>Keras: <c>Model.save</c>. The format is told in docs/saving.md. A model of an ONNX file takes its graph with it.</remarks>
    /// <example><code>
    /// model.Save("digits.kerasharp");
    /// using var again = Model.Load("digits.kerasharp");
    /// again.Fit(x, y, epochs: 3);
    /// </code></example>
    public void Save(string path, bool overwrite = true, bool includeOptimizer = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ObjectDisposedException.ThrowIf(_disposed, this);
        CheckSavePath(path);
        if (!overwrite && File.Exists(path))
            throw new IOException(
                $"The path '{path}' came with overwrite: false, where a file is already; a free one was expected. Give another, or overwrite: true."
            );
        RequireWeights("Save");
        ModelArchive.Write(path, ModelParts.Of(this, includeOptimizer ? _trainer : null));
    }

    /// <summary>Reads a model that <see cref="Save"/> wrote; it predicts, evaluates and goes on training as the saved one would.</summary>
    /// <param name="path">The file.</param>
    /// <param name="compile">Whether it is compiled as it was; without, what belongs to training is left unread.</param>
    /// <returns>The model, of the class that was saved.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is damaged, of another version, or names classes that are not known.</exception>
    /// <remarks>Keras: <c>keras.models.load_model</c>. Classes of one's own are registered first: <see cref="CustomObjects"/>.</remarks>
    /// <example><code>
    /// CustomObjects.Register&lt;Scale&gt;();
    /// using var model = Model.Load("scaled.kerasharp");
    /// </code></example>
    public static Model Load(string path, bool compile = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var archive = ModelArchive.Open(path);
        var model = ModelParts.Make(archive, out var config);
        try
        {
            ModelParts.SetWeights(archive, model);
            if (compile && config["compile_config"] is JsonObject compiled)
                ModelParts.Compile(archive, model, compiled, () => model._trainer!);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes all weights, each under its path, as <c>dense/kernel</c>, in Keras's order and shape: as safetensors, or, if the path ends with
    /// <c>.npz</c>, as NumPy's arrays, which <c>model.set_weights([z[k] for k in z.files])</c> takes in Python.
    /// </summary>
    /// <param name="path">The file; it is written under a temporary name and moved, so that the former file stays if anything goes wrong.</param>
    /// <exception cref="InvalidOperationException">The weights are not made yet.</exception>
    /// <exception cref="ArgumentException">The extension is that of another format.</exception>
    public void SaveWeights(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireWeights("SaveWeights");
        WhileStill(() => WeightFile.Save(path, Weights));
    }

    /// <summary>
    /// Reads weights that <see cref="SaveWeights"/> wrote, or <c>numpy.savez(path, *model.get_weights())</c> in Python, or those of a whole
    /// saved model; everything is checked before anything changes.
    /// </summary>
    /// <param name="path">A file that ends with <c>.npz</c> or <c>.kerasharp</c>; any other is taken for safetensors.</param>
    /// <exception cref="SafeTensorsException">The file is no safetensors file.</exception>
    /// <exception cref="Datasets.DatasetFormatException">The file is no npz file.</exception>
    /// <exception cref="ModelFileException">The file is no saved model.</exception>
    /// <exception cref="ArgumentException">The file holds other weights than the model has; the message says which.</exception>
    public void LoadWeights(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireWeights("LoadWeights");
        var set = WeightFile.Load(path, Weights, Name);
        _gate.EnterWriteLock();
        try
        {
            set();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Reads weights and states while no step changes them.</summary>
    internal void WhileStill(Action read)
    {
        _gate.EnterReadLock();
        try
        {
            read();
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    private static void CheckSavePath(string path)
    {
        (string Extension, string Instead)[] others =
        [
            (".onnx", "Write it by Export"),
            (".safetensors", "Write weights alone by SaveWeights"),
            (".npz", "Write weights alone by SaveWeights"),
            (".keras", "Change the extension; weights go to Keras by .npz, as docs/saving.md shows"),
            (".h5", "Change the extension; weights go to Keras by .npz, as docs/saving.md shows"),
        ];
        foreach (var (extension, instead) in others)
            if (path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException(
                    $"The path '{path}' came to Save; one that ends with {ModelArchive.Extension} was expected. {instead}."
                );
    }
}
