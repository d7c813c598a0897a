using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// ONNX Runtime's C API: a table of functions, fetched once, called by their places in it (<see cref="OrtSlot"/>).
/// </summary>
internal static unsafe class OrtApi
{
    /// <summary>
    /// The lowest API version that Kerasharp needs. 17 brought KernelContext_ParallelFor and custom operators that say
    /// from which version they exist; their callbacks that return a status came with 16.
    /// </summary>
    public const int MinimumVersion = 17;

    private static readonly Lock Gate = new();
    private static nint* s_table;
    private static string s_versionText = "";
    private static string s_libraryPath = "";
    private static int s_version;

    /// <summary>The table; the first call loads the library.</summary>
    public static nint* Table
    {
        get
        {
            nint* table = s_table;
            return table != null ? table : Load();
        }
    }

    /// <summary>The library's version, such as 1.30.0.</summary>
    public static string VersionText => Table == null ? "" : s_versionText;

    /// <summary>The version of the table that the library offers: the minor version (30 for 1.30.0).</summary>
    public static int Version => Table == null ? 0 : s_version;

    /// <summary>The file that the library was loaded from.</summary>
    public static string LibraryPath => Table == null ? "" : s_libraryPath;

    /// <summary>Calls a function that answers with a status.</summary>
    public static void Call(int slot, nint a) => Check(((delegate* unmanaged<nint, nint>)Table[slot])(a));

    /// <inheritdoc cref="Call(int, nint)"/>
    public static void Call(int slot, nint a, nint b) =>
        Check(((delegate* unmanaged<nint, nint, nint>)Table[slot])(a, b));

    /// <inheritdoc cref="Call(int, nint)"/>
    public static void Call(int slot, nint a, nint b, nint c) =>
        Check(((delegate* unmanaged<nint, nint, nint, nint>)Table[slot])(a, b, c));

    /// <inheritdoc cref="Call(int, nint)"/>
    public static void Call(int slot, nint a, nint b, nint c, nint d) =>
        Check(((delegate* unmanaged<nint, nint, nint, nint, nint>)Table[slot])(a, b, c, d));

    /// <inheritdoc cref="Call(int, nint)"/>
    public static void Call(int slot, nint a, nint b, nint c, nint d, nint e) =>
        Check(((delegate* unmanaged<nint, nint, nint, nint, nint, nint>)Table[slot])(a, b, c, d, e));

    /// <summary>Calls a function that takes a 32-bit number last and answers with a status.</summary>
    public static void CallWithInt(int slot, nint a, int number) =>
        Check(((delegate* unmanaged<nint, int, nint>)Table[slot])(a, number));

    /// <summary>Calls a function that takes a name last and answers with a status.</summary>
    public static void CallWithText(int slot, nint a, string text)
    {
        fixed (byte* pointer = Utf8(text))
            Call(slot, a, (nint)pointer);
    }

    /// <summary>Calls a function that takes two names last and answers with a status.</summary>
    public static void CallWithTexts(int slot, nint a, string first, string second)
    {
        fixed (byte* firstPointer = Utf8(first))
        fixed (byte* secondPointer = Utf8(second))
            Call(slot, a, (nint)firstPointer, (nint)secondPointer);
    }

    /// <summary>Calls a function whose last argument receives what it made or found.</summary>
    public static nint Get(int slot)
    {
        nint result = 0;
        Call(slot, (nint)(&result));
        return result;
    }

    /// <inheritdoc cref="Get(int)"/>
    public static nint Get(int slot, nint a)
    {
        nint result = 0;
        Call(slot, a, (nint)(&result));
        return result;
    }

    /// <inheritdoc cref="Get(int)"/>
    public static nint Get(int slot, nint a, nint b)
    {
        nint result = 0;
        Call(slot, a, b, (nint)(&result));
        return result;
    }

    /// <inheritdoc cref="Get(int)"/>
    public static nint Get(int slot, nint a, nint b, nint c)
    {
        nint result = 0;
        Call(slot, a, b, c, (nint)(&result));
        return result;
    }

    /// <inheritdoc cref="Get(int)"/>
    public static nint Get(int slot, nint a, nint b, nint c, nint d)
    {
        nint result = 0;
        Call(slot, a, b, c, d, (nint)(&result));
        return result;
    }

    /// <summary>Calls a function that takes a native object and answers with nothing.</summary>
    public static void Release(int slot, nint handle) => ((delegate* unmanaged<nint, void>)Table[slot])(handle);

    /// <summary>Throws what a status says; null says that all went well.</summary>
    public static void Check(nint status)
    {
        if (status != 0)
            throw TakeException(status);
    }

    /// <summary>The exception that a status stands for; the status is released.</summary>
    public static OnnxRuntimeException TakeException(nint status)
    {
        var code = (OnnxRuntimeError)((delegate* unmanaged<nint, int>)Table[OrtSlot.GetErrorCode])(status);
        string message = Text(((delegate* unmanaged<nint, byte*>)Table[OrtSlot.GetErrorMessage])(status));
        Release(OrtSlot.ReleaseStatus, status);
        Exception? original = NativeFaults.Take(ref message);
        return new OnnxRuntimeException(code, message, original);
    }

    /// <summary>A status that carries an exception out of a native callback.</summary>
    public static nint StatusOf(Exception exception)
    {
        fixed (byte* message = Utf8(NativeFaults.Keep(exception)))
            return ((delegate* unmanaged<int, byte*, nint>)Table[OrtSlot.CreateStatus])(
                (int)OnnxRuntimeError.RuntimeException,
                message
            );
    }

    /// <summary>A text in UTF-8 with a zero at its end, as C wants it.</summary>
    public static byte[] Utf8(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>A path as ONNX Runtime wants it: UTF-16 on Windows, UTF-8 elsewhere.</summary>
    public static byte[] PathBytes(string path) =>
        OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path + '\0') : Utf8(path);

    /// <summary>The text that a C string holds.</summary>
    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>The text of a C string that was allocated for the caller; the string is freed.</summary>
    public static string TakeText(nint text)
    {
        string result = Text((byte*)text);
        Call(OrtSlot.AllocatorFree, DefaultAllocator, text);
        return result;
    }

    /// <summary>ONNX Runtime's plain CPU allocator, which belongs to the library.</summary>
    public static nint DefaultAllocator => Get(OrtSlot.GetAllocatorWithDefaultOptions);

    /// <summary>The minor number of a version text, which is the version of the API; refuses one that is too old.</summary>
    /// <exception cref="NotSupportedException">The library is older than Kerasharp can use.</exception>
    public static int CheckVersion(string text, string path)
    {
        string[] parts = text.Split('.');
        bool known =
            parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && major == 1;
        if (
            known
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            && minor >= MinimumVersion
        )
            return minor;
        throw new NotSupportedException(
            $"The ONNX Runtime library {path} says that it is version '{text}'. Kerasharp needs 1.{MinimumVersion}.0 or a later 1.x. "
                + "Reference a newer Microsoft.ML.OnnxRuntime package, or let KERASHARP_ORT name a newer library."
        );
    }

    private static nint* Load()
    {
        lock (Gate)
        {
            if (s_table != null)
                return s_table;
            nint library = NativeLibraryLocator.Load(out string path);
            if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint export))
                throw new NotSupportedException(
                    $"The library {path} has no function OrtGetApiBase. An ONNX Runtime library was expected. "
                        + "Reference the package Microsoft.ML.OnnxRuntime, or let KERASHARP_ORT name the library's file."
                );
            // The base has two members that never change: GetApi(version) and GetVersionString().
            nint* apiBase = ((delegate* unmanaged<nint*>)export)();
            string text = Text(((delegate* unmanaged<byte*>)apiBase[1])());
            int version = CheckVersion(text, path);
            nint* table = ((delegate* unmanaged<uint, nint*>)apiBase[0])(MinimumVersion);
            if (table == null)
                throw new NotSupportedException(
                    $"The ONNX Runtime library {path} (version {text}) refused API version {MinimumVersion}. "
                        + $"Kerasharp needs a library that offers it, 1.{MinimumVersion}.0 or a later 1.x. Reference another Microsoft.ML.OnnxRuntime package."
                );
            (s_versionText, s_libraryPath, s_version) = (text, path, version);
            Thread.MemoryBarrier();
            s_table = table;
            return table;
        }
    }
}
