using System.Diagnostics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

/// <summary>
/// ONNX Runtime's environment is one for the process. Where another part of the application made it first, in its plain
/// form, sessions must run all the same; this needs a process of its own.
/// </summary>
public sealed class ForeignEnvironmentTests
{
    private const string Child = "KERASHARP_TEST_FOREIGN_ENVIRONMENT";

    [Fact]
    public async Task ASessionRunsInAProcessWithAPlainEnvironment()
    {
        string assembly = typeof(ForeignEnvironmentTests).Assembly.Location;
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                assembly,
                "-explicit",
                "only",
                "-method",
                $"{typeof(ForeignEnvironmentTests).FullName}.{nameof(InAProcessOfItsOwn)}",
            },
            Environment = { [Child] = "1" },
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0 && output.Contains("Total: 1"), output + await errors);
    }

    [Fact(Explicit = true)]
    public unsafe void InAProcessOfItsOwn()
    {
        Assert.Equal("1", Environment.GetEnvironmentVariable(Child));
        nint plain = 0;
        fixed (byte* id = OrtApi.Utf8("somebody else"))
            OrtApi.Check(((delegate* unmanaged<int, byte*, nint*, nint>)OrtApi.Table[3])(2, id, &plain));

        using var session = new Session(Models.Add(2));
        using DeviceTensor x = DeviceTensor.From<float>([1, 2], [2]);
        using var binding = new Binding(session);
        binding.BindInput("a", x);
        binding.BindInput("b", x);
        binding.BindOutput("y", x);
        session.Run(binding);

        Assert.False(OrtEnvironment.SharesThreads);
        Assert.True(OrtEnvironment.SharesArena);
        Assert.Equal([2, 4], x.AsSpan<float>().ToArray());
        Assert.Equal(ElementType.Float32, session.Output("y").ElementType);
    }
}
