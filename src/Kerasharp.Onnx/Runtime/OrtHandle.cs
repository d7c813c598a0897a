using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// The one owner of a native object. It may hold a parent, which then outlives it, in whatever order the garbage
/// collector finalises the two.
/// </summary>
internal abstract class OrtHandle : SafeHandle
{
    private readonly int _releaseSlot;
    private readonly long _pressure;
    private readonly OrtHandle? _parent;

    /// <summary>Takes a native object into ownership.</summary>
    /// <param name="native">The object.</param>
    /// <param name="releaseSlot">The function that frees it.</param>
    /// <param name="pressure">About how many bytes it holds that the garbage collector cannot see.</param>
    /// <param name="parent">What must not be freed before it.</param>
    protected OrtHandle(nint native, int releaseSlot, long pressure = 0, OrtHandle? parent = null)
        : base(0, ownsHandle: true)
    {
        SetHandle(native);
        _releaseSlot = releaseSlot;
        _pressure = pressure;
        NativeObjects.Add();
        if (pressure > 0)
            GC.AddMemoryPressure(pressure);
        bool added = false;
        parent?.DangerousAddRef(ref added);
        _parent = parent;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Lends the native object for the time of a call: it is not freed before the lease ends.</summary>
    /// <exception cref="ObjectDisposedException">It is freed already.</exception>
    public Lease Borrow() => new(this);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtApi.Release(_releaseSlot, handle);
        ReleaseOwned();
        _parent?.DangerousRelease();
        if (_pressure > 0)
            GC.RemoveMemoryPressure(_pressure);
        NativeObjects.Remove();
        return true;
    }

    /// <summary>Frees what had to live as long as the native object, such as the memory under a tensor.</summary>
    protected virtual void ReleaseOwned() { }

    /// <summary>A native object on loan.</summary>
    internal readonly ref struct Lease
    {
        private readonly OrtHandle _handle;

        internal Lease(OrtHandle handle)
        {
            bool added = false;
            handle.DangerousAddRef(ref added);
            _handle = handle;
        }

        /// <summary>The native object.</summary>
        public nint Pointer => _handle.handle;

        /// <summary>Gives it back.</summary>
        public void Dispose() => _handle.DangerousRelease();
    }
}
