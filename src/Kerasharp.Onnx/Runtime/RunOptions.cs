namespace Kerasharp.Onnx.Runtime;

/// <summary>Owns the native options of runs: a way to stop them from another thread, a tag for the log, settings.</summary>
internal sealed class RunOptions : OrtHandle
{
    private volatile bool _terminating;

    /// <summary>Options as they are by default.</summary>
    public RunOptions()
        : base(OrtApi.Get(OrtSlot.CreateRunOptions), OrtSlot.ReleaseRunOptions) { }

    /// <summary>Whether runs with these options are told to stop.</summary>
    public bool IsTerminating => _terminating;

    /// <summary>Tells the runs that go on with these options, and later ones, to stop before their next node.</summary>
    public void Terminate()
    {
        using var lease = Borrow();
        _terminating = true;
        OrtApi.Call(OrtSlot.RunOptionsSetTerminate, lease.Pointer);
    }

    /// <summary>Lets runs go on again.</summary>
    public void Resume()
    {
        using var lease = Borrow();
        OrtApi.Call(OrtSlot.RunOptionsUnsetTerminate, lease.Pointer);
        _terminating = false;
    }

    /// <summary>Names the runs in the log.</summary>
    public void SetTag(string tag)
    {
        using var lease = Borrow();
        OrtApi.CallWithText(OrtSlot.RunOptionsSetRunTag, lease.Pointer, tag);
    }

    /// <summary>Adds an entry of the run's configuration, by ONNX Runtime's name.</summary>
    public void AddEntry(string key, string value)
    {
        using var lease = Borrow();
        OrtApi.CallWithTexts(OrtSlot.AddRunConfigEntry, lease.Pointer, key, value);
    }
}
