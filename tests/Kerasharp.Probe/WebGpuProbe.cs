using Kerasharp.Layers;

namespace Kerasharp.Probe;

/// <summary>Asks for WebGPU, prints what comes of it, and trains on the processor afterwards.</summary>
internal static class WebGpuProbe
{
    public static void Run()
    {
        using var model = new Sequential([new Input(4), new Dense(3)]);
        try
        {
            model.Compile("sgd", "mse", device: Device.WebGpu());
            Console.WriteLine("compiled");
        }
        catch (Exception error)
        {
            Console.WriteLine($"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}");
        }
        model.Compile("sgd", "mse");
        model.Fit(new float[8, 4], new float[8, 3], verbose: 0);
        Console.WriteLine($"trained on {model.Device}");
    }
}
