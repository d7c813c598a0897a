using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks;

/// <summary>How large the exported file of each workload is, beside the bytes of its weights.</summary>
internal static class ExportSizes
{
    public const string Name = "export";

    public static void Run()
    {
        string file = Path.GetTempFileName();
        try
        {
            foreach (var workload in Workload.All)
            {
                using var model = workload.Model();
                model.Export(file);
                var line = JsonLine.Of($"{Name}-{workload.Name}");
                line["params"] = model.TrainableWeights.Sum(w => w.Count);
                line["weight_bytes"] = sizeof(float) * model.CountParams();
                line["file_bytes"] = new FileInfo(file).Length;
                JsonLine.Print(line);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
