using Kerasharp.Saving.Steps;

namespace Kerasharp.Saving;

/// <summary>Weights in files: safetensors, NumPy's npz, or a part of a saved model, by the file's extension.</summary>
internal static class WeightFile
{
    private const string Npz = ".npz";

    // What Keras writes by HDF5, which is not read or written here.
    private static readonly string[] Foreign = [".h5", ".hdf5", ".keras", ".onnx"];

    public static void Save(string path, IReadOnlyList<Weight> weights)
    {
        Check(path, "SaveWeights");
        if (Has(path, ModelArchive.Extension))
            throw new ArgumentException(
                $"The path '{path}' came to SaveWeights; a .safetensors or .npz file was expected. Save the whole model there by Save, or change the extension."
            );
        weights = [.. weights.Where(w => !w.IsAdapter)];
        if (Has(path, Npz))
            NpzWeights.Save(path, weights);
        else
            SafeTensorsFile.Write(path, TensorWeights.Entries(weights), TensorWeights.Metadata);
    }

    /// <summary>Reads weights by their names, or by their order; everything is checked before anything changes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">The model's weights.</param>
    /// <param name="model">What messages call the model.</param>
    /// <returns>What sets the weights.</returns>
    public static Action Load(string path, IReadOnlyList<Weight> weights, string model)
    {
        Check(path, "LoadWeights");
        if (Has(path, ModelArchive.Extension))
        {
            using var archive = ModelArchive.Open(path);
            return TensorWeights.Load(archive, ModelArchive.Weights, weights, model);
        }
        Weight[] merged = [.. weights.Where(w => !w.IsAdapter)];
        if (Has(path, Npz))
            return NpzWeights.Load(path, merged, model);
        var file = SafeTensorsFile.Read(path);
        return StepStateFile.WeightsIn(file) is { } states
            ? TensorWeights.LoadRaw(path, states, weights, model)
            : TensorWeights.Load(path, file, merged, model);
    }

    private static bool Has(string path, string extension) =>
        path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static void Check(string path, string method)
    {
        if (Array.Find(Foreign, extension => Has(path, extension)) is { } extension)
            throw new ArgumentException(
                $"The path '{path}' came to {method}; a .safetensors or .npz file was expected, not {extension}. "
                    + "Carry weights to and from Keras by .npz, as docs/saving.md shows."
            );
    }
}
