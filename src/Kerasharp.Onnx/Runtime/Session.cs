using Kerasharp.Onnx.Kernels;
using Kerasharp.Onnx.Runtime.Devices;

namespace Kerasharp.Onnx.Runtime;

/// <summary>A model that is ready to run. May be run from several threads at once, each with a binding of its own.</summary>
internal sealed unsafe class Session : IDisposable
{
    // What a session holds beside the model itself: measured on small graphs, some 100 KB to 300 KB.
    private const long BasePressure = 256 * 1024;

    private readonly Dictionary<string, TensorDescription> _inputs;
    private readonly Dictionary<string, TensorDescription> _outputs;
    private int _hasRun;

    /// <summary>Makes a session.</summary>
    /// <param name="model">The bytes of a ModelProto.</param>
    /// <param name="settings">How; the defaults without it.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime cannot run the model.</exception>
    /// <exception cref="NotSupportedException">The device is not there.</exception>
    public Session(ReadOnlySpan<byte> model, SessionSettings? settings = null)
    {
        Settings = settings ?? SessionSettings.Default;
        nint environment = OrtEnvironment.Handle;
        if (!Settings.IsTrial)
            DeviceCheck.Ensure(Settings.Device);
        using var alone = DeviceTurn.Take(Settings.Device);
        using var options = new SessionOptions(Settings);
        using (var turn = DomainTurn.Take(Settings.Kernels.Select(static domain => domain.Name)))
        using (var lease = options.Borrow())
        {
            fixed (byte* bytes = model)
                Handle = new SessionHandle(
                    OrtApi.Get(OrtSlot.CreateSessionFromArray, environment, (nint)bytes, model.Length, lease.Pointer),
                    BasePressure + 2L * model.Length
                );
            turn.Done();
        }
        using var session = Handle.Borrow();
        Inputs = Read(session.Pointer, isInput: true);
        Outputs = Read(session.Pointer, isInput: false);
        _inputs = Inputs.ToDictionary(static input => input.Name);
        _outputs = Outputs.ToDictionary(static output => output.Name);
    }

    /// <summary>How it was made.</summary>
    public SessionSettings Settings { get; }

    /// <summary>The inputs, in the model's order.</summary>
    public IReadOnlyList<TensorDescription> Inputs { get; }

    /// <summary>The outputs, in the model's order.</summary>
    public IReadOnlyList<TensorDescription> Outputs { get; }

    /// <summary>The native session.</summary>
    internal SessionHandle Handle { get; }

    /// <summary>The input of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public TensorDescription Input(string name) => Find(_inputs, Inputs, name, "input");

    /// <summary>The output of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public TensorDescription Output(string name) => Find(_outputs, Outputs, name, "output");

    /// <summary>Runs the model on what is bound.</summary>
    /// <param name="binding">The inputs and outputs.</param>
    /// <param name="options">A way to stop the run, if one is wanted.</param>
    /// <exception cref="OnnxRuntimeException">The run failed; an exception of a kernel is its inner exception.</exception>
    /// <exception cref="OperationCanceledException">The run was told to stop.</exception>
    public void Run(Binding binding, RunOptions? options = null)
    {
        using var turn = DeviceTurn.Take(Settings.Device);
        binding.Prepare(this);
        using var session = Handle.Borrow();
        using var bound = binding.Handle.Borrow();
        nint status;
        var run = (delegate* unmanaged<nint, nint, nint, nint>)OrtApi.Table[OrtSlot.RunWithBinding];
        if (options is null)
        {
            status = run(session.Pointer, DefaultOptions(), bound.Pointer);
        }
        else
        {
            using var lease = options.Borrow();
            status = run(session.Pointer, lease.Pointer, bound.Pointer);
        }
        if (status != 0)
            ThrowFailure(status, options);
    }

    /// <summary>Ends the profile that <see cref="SessionSettings.ProfilePrefix"/> began, and writes its file.</summary>
    /// <returns>The file's path.</returns>
    /// <exception cref="InvalidOperationException">No profile was begun.</exception>
    public string EndProfiling()
    {
        if (Settings.ProfilePrefix is null)
            throw new InvalidOperationException(
                "The end of a profile was asked for, but none was begun. A session made with ProfilePrefix was expected. Set it."
            );
        using var session = Handle.Borrow();
        return OrtApi.TakeText(OrtApi.Get(OrtSlot.SessionEndProfiling, session.Pointer, OrtApi.DefaultAllocator));
    }

    /// <summary>Frees the session once nothing runs on it.</summary>
    public void Dispose() => Handle.Dispose();

    /// <summary>Options for a run that asks for none.</summary>
    private nint DefaultOptions() =>
        _hasRun == 0
        && Interlocked.Exchange(ref _hasRun, 1) == 0
        && Settings.MemoryPattern
        && OrtEnvironment.ArenaShrinks
            ? KeptRunOptions.First
            : KeptRunOptions.Default;

    private static void ThrowFailure(nint status, RunOptions? options)
    {
        OnnxRuntimeException failure = OrtApi.TakeException(status);
        if (options is { IsTerminating: true } && failure.InnerException is null)
            throw new OperationCanceledException("The run was told to stop.", failure);
        throw failure;
    }

    private static TensorDescription Find(
        Dictionary<string, TensorDescription> byName,
        IReadOnlyList<TensorDescription> all,
        string name,
        string kind
    ) =>
        byName.TryGetValue(name, out TensorDescription? found)
            ? found
            : throw new ArgumentException(
                $"The {kind} '{name}' was asked for; the model has {(all.Count == 0 ? "none" : string.Join(", ", all.Select(static one => $"'{one.Name}'")))}. Use one of these names."
            );

    private static TensorDescription[] Read(nint session, bool isInput)
    {
        var count = (int)OrtApi.Get(isInput ? OrtSlot.SessionGetInputCount : OrtSlot.SessionGetOutputCount, session);
        var all = new TensorDescription[count];
        for (int i = 0; i < count; i++)
            all[i] = TensorDescription.Read(session, i, isInput);
        return all;
    }
}
