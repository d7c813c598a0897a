using Google.Protobuf;
using Kerasharp.Onnx.Proto;

namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// ONNX Runtime's environment, one for the process: the threads and the memory that all sessions share, and the log.
/// It is made when first needed and lives until the process ends.
/// </summary>
internal static unsafe class OrtEnvironment
{
    private static readonly Lock Gate = new();
    private static nint s_handle;
    private static bool s_sharesThreads;
    private static bool s_sharesArena;
    private static bool s_madeArena;
    private static string[]? s_providers;

    /// <summary>The native environment.</summary>
    public static nint Handle => Volatile.Read(ref s_handle) is var handle and not 0 ? handle : Create();

    /// <summary>
    /// Whether sessions share one pool of threads. Not so where another part of the application made the environment
    /// first, without a pool: it is a singleton, and the pool can then no longer be added.
    /// </summary>
    public static bool SharesThreads => Handle != 0 && s_sharesThreads;

    /// <summary>Whether sessions share one CPU arena.</summary>
    public static bool SharesArena => Handle != 0 && s_sharesArena;

    /// <summary>Whether the CPU memory of sessions is an arena that gives back what is free: not known of one that somebody else registered.</summary>
    public static bool ArenaShrinks => !SharesArena || s_madeArena;

    /// <summary>The library's version, such as 1.30.0.</summary>
    public static string Version => OrtApi.VersionText;

    /// <summary>How the library was built.</summary>
    public static string BuildInfo =>
        OrtApi.Text(((delegate* unmanaged<byte*>)OrtApi.Table[OrtSlot.GetBuildInfoString])());

    /// <summary>The execution providers that the library was built with (their own libraries may still be missing).</summary>
    public static IReadOnlyList<string> Providers => s_providers ??= ReadProviders();

    /// <summary>Changes what ONNX Runtime logs, if it runs already.</summary>
    public static void UpdateLogLevel(int severity)
    {
        if (Volatile.Read(ref s_handle) is var handle and not 0)
            OrtApi.CallWithInt(OrtSlot.UpdateEnvWithCustomLogLevel, handle, severity);
    }

    private static nint Create()
    {
        lock (Gate)
        {
            if (s_handle != 0)
                return s_handle;
            nint environment = CreateNative(RuntimeOptions.FixThreads());
            s_sharesArena = TryRegisterArena(environment);
            s_sharesThreads = CanShareThreads(environment);
            Volatile.Write(ref s_handle, environment);
            return environment;
        }
    }

    private static nint CreateNative(int threads)
    {
        nint threading = OrtApi.Get(OrtSlot.CreateThreadingOptions);
        try
        {
            OrtApi.CallWithInt(OrtSlot.SetGlobalIntraOpNumThreads, threading, threads);
            nint environment = 0;
            fixed (byte* id = OrtApi.Utf8("kerasharp"))
            {
                var create = (delegate* unmanaged<nint, nint, int, byte*, nint, nint*, nint>)
                    OrtApi.Table[OrtSlot.CreateEnvWithCustomLoggerAndGlobalThreadPools];
                int severity = RuntimeLog.ToSeverity(RuntimeLog.MinimumLevel);
                OrtApi.Check(create(RuntimeLog.Callback, 0, severity, id, threading, &environment));
            }
            return environment;
        }
        finally
        {
            OrtApi.Release(OrtSlot.ReleaseThreadingOptions, threading);
        }
    }

    private static bool TryRegisterArena(nint environment)
    {
        using MemoryInfo arena = MemoryInfo.CreateCpu(arena: true);
        using var lease = arena.Borrow();
        try
        {
            OrtApi.Call(OrtSlot.CreateAndRegisterAllocator, environment, lease.Pointer, 0);
            s_madeArena = true;
            return true;
        }
        catch (OnnxRuntimeException)
        {
            // Whoever made the environment first has registered one: it serves as well, if sessions accept it.
            return TrySession(
                environment,
                options =>
                    OrtApi.CallWithTexts(OrtSlot.AddSessionConfigEntry, options, "session.use_env_allocators", "1")
            );
        }
    }

    private static bool CanShareThreads(nint environment) =>
        TrySession(environment, static options => OrtApi.Call(OrtSlot.DisablePerSessionThreads, options));

    /// <summary>Whether the smallest session can be made with an option.</summary>
    private static bool TrySession(nint environment, Action<nint> configure)
    {
        nint options = OrtApi.Get(OrtSlot.CreateSessionOptions);
        try
        {
            // Its failure is an answer, not an error to log.
            OrtApi.CallWithInt(OrtSlot.SetSessionLogSeverityLevel, options, 4);
            configure(options);
            byte[] model = IdentityModel(1);
            fixed (byte* bytes = model)
                OrtApi.Release(
                    OrtSlot.ReleaseSession,
                    OrtApi.Get(OrtSlot.CreateSessionFromArray, environment, (nint)bytes, model.Length, options)
                );
            return true;
        }
        catch (OnnxRuntimeException)
        {
            return false;
        }
        finally
        {
            OrtApi.Release(OrtSlot.ReleaseSessionOptions, options);
        }
    }

    /// <summary>A model that hands its input on, for elements of one type and any shape.</summary>
    internal static byte[] IdentityModel(int elementType)
    {
        var type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = elementType } };
        return new ModelProto
        {
            IrVersion = 8,
            OpsetImport =
            {
                new OperatorSetIdProto { Domain = "", Version = 18 },
            },
            Graph = new GraphProto
            {
                Name = "identity",
                Node =
                {
                    new NodeProto
                    {
                        OpType = "Identity",
                        Input = { "x" },
                        Output = { "y" },
                    },
                },
                Input =
                {
                    new ValueInfoProto { Name = "x", Type = type },
                },
                Output =
                {
                    new ValueInfoProto { Name = "y", Type = type.Clone() },
                },
            },
        }.ToByteArray();
    }

    private static string[] ReadProviders()
    {
        byte** names = null;
        int count = 0;
        OrtApi.Call(OrtSlot.GetAvailableProviders, (nint)(&names), (nint)(&count));
        string[] result = new string[count];
        for (int i = 0; i < count; i++)
            result[i] = OrtApi.Text(names[i]);
        OrtApi.Check(
            ((delegate* unmanaged<byte**, int, nint>)OrtApi.Table[OrtSlot.ReleaseAvailableProviders])(names, count)
        );
        return result;
    }
}
