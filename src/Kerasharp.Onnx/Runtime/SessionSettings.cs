using Kerasharp.Onnx.Kernels;
using Microsoft.Extensions.Logging;

namespace Kerasharp.Onnx.Runtime;

/// <summary>How a session is made.</summary>
internal sealed record SessionSettings
{
    /// <summary>What everybody gets who asks for nothing.</summary>
    public static SessionSettings Default { get; } = new();

    /// <summary>Where it runs.</summary>
    public Device Device { get; init; } = Device.Cpu;

    /// <summary>How far the graph may be rewritten.</summary>
    public OptimizationLevel Optimization { get; init; } = OptimizationLevel.All;

    /// <summary>A number of threads of its own; without it the session shares those of the process.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether memory is planned ahead for each set of input shapes.</summary>
    public bool MemoryPattern { get; init; } = true;

    /// <summary>The beginning of a profile's file name; the profile is written by <see cref="Session.EndProfiling"/>.</summary>
    public string? ProfilePrefix { get; init; }

    /// <summary>A name for the session in the log.</summary>
    public string? LogId { get; init; }

    /// <summary>The least severe messages to log; the environment's without it.</summary>
    public LogLevel? LogLevel { get; init; }

    /// <summary>Entries of the session's configuration, by ONNX Runtime's names.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = new Dictionary<string, string>();

    /// <summary>Numbers for symbolic dimensions, by the symbols' names.</summary>
    public IReadOnlyDictionary<string, long> FreeDimensions { get; init; } = new Dictionary<string, long>();

    /// <summary>Kernels beside those that every CPU session has.</summary>
    public IReadOnlyList<KernelDomain> ExtraKernels { get; init; } = [];

    /// <summary>Whether the session only tries whether its device is there.</summary>
    internal bool IsTrial { get; init; }

    /// <summary>
    /// A number of threads of the session's own, or null for those of the process. A profile times the pool of its
    /// session, and ONNX Runtime lets a run of another session fail that is within a loop of that pool just then ("LogStart
    /// must pair with LogEnd"): hence a session with a profile shares none.
    /// </summary>
    internal int? OwnThreads => Threads ?? (ProfilePrefix is null ? null : RuntimeOptions.Threads);

    /// <summary>All kernels that the session has.</summary>
    internal IEnumerable<KernelDomain> Kernels =>
        Device.IsCpu ? ExtraKernels.Prepend(KernelDomain.Kerasharp) : ExtraKernels;
}
