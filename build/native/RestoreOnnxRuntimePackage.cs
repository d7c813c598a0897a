using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Brings npm's onnxruntime-node into the cache folder, without the binaries of other platforms.
/// Compiled by MSBuild against netstandard2.0, so nothing newer is used here.
/// </summary>
public sealed class RestoreOnnxRuntimePackage : Task
{
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(15);

    /// <summary>The folder with package.json, package-lock.json and .npmrc.</summary>
    [Required]
    public string ManifestFolder { get; set; }

    /// <summary>Where the package ends up.</summary>
    [Required]
    public string PackageFolder { get; set; }

    /// <summary>Where, inside <see cref="PackageFolder"/>, the library of this platform lies.</summary>
    [Required]
    public string LibraryFolder { get; set; }

    /// <summary>A file inside <see cref="PackageFolder"/> whose presence says that the package is whole.</summary>
    [Required]
    public string Stamp { get; set; }

    /// <summary>The version that the manifest asks for.</summary>
    [Required]
    public string Version { get; set; }

    /// <summary>The platform, such as linux-x64.</summary>
    [Required]
    public string Platform { get; set; }

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            string parent = Path.GetDirectoryName(PackageFolder);
            Directory.CreateDirectory(parent);
            using (Lock(PackageFolder + ".lock"))
            {
                // Another build may have finished the work while this one waited.
                if (!File.Exists(Stamp))
                {
                    Log.LogMessage(
                        MessageImportance.High,
                        $"Kerasharp: fetching ONNX Runtime {Version} for {Platform} from npm into {PackageFolder}"
                    );
                    Restore();
                }
            }
            return true;
        }
        catch (Exception error) when (error is IOException || error is UnauthorizedAccessException)
        {
            return Fail(error.Message);
        }
        catch (RestoreException error)
        {
            return Fail(error.Message, error.Output);
        }
    }

    private void Restore()
    {
        string temporary = PackageFolder + ".tmp";
        DeleteFolder(temporary); // what a build that was killed left behind
        DeleteFolder(PackageFolder);
        Directory.CreateDirectory(temporary);
        try
        {
            foreach (string name in new[] { "package.json", "package-lock.json", ".npmrc" })
            {
                File.Copy(Path.Combine(ManifestFolder, name), Path.Combine(temporary, name));
            }
            RunNpm(temporary);
            string library = Path.Combine(temporary, LibraryFolder.Substring(PackageFolder.Length + 1));
            if (!Directory.Exists(library))
            {
                throw new RestoreException($"onnxruntime-node {Version} has no library for {Platform}");
            }
            DeleteOtherPlatforms(library);
            File.WriteAllText(
                Path.Combine(temporary, Path.GetFileName(Stamp)),
                $"onnxruntime-node {Version} {Platform}\n"
            );
            Directory.Move(temporary, PackageFolder);
        }
        finally
        {
            DeleteFolder(temporary);
        }
    }

    private static void RunNpm(string folder)
    {
        bool windows = Path.DirectorySeparatorChar == '\\';
        const string arguments = "ci --ignore-scripts --omit=dev --no-audit --no-fund --loglevel=error";
        var start = new ProcessStartInfo
        {
            // On Windows npm is a script, which only the command interpreter can start.
            FileName = windows ? "cmd.exe" : "npm",
            Arguments = windows ? "/d /c npm " + arguments : arguments,
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var output = new StringBuilder();
        void Collect(object sender, DataReceivedEventArgs received)
        {
            lock (output)
            {
                output.AppendLine(received.Data);
            }
        }

        try
        {
            using (var process = new Process { StartInfo = start })
            {
                process.OutputDataReceived += Collect;
                process.ErrorDataReceived += Collect;
                process.Start();
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                process.WaitForExit();
                if (process.ExitCode != 0)
                {
                    throw new RestoreException(
                        $"'npm {arguments}' ended with code {process.ExitCode}",
                        output.ToString().Trim()
                    );
                }
            }
        }
        catch (Win32Exception error)
        {
            throw new RestoreException($"'npm' could not be started ({error.Message})");
        }
    }

    /// <summary>Keeps only the folder of this platform: the package carries five, 280 MB in all.</summary>
    private static void DeleteOtherPlatforms(string library)
    {
        string system = Path.GetDirectoryName(library);
        foreach (string folder in Directory.GetDirectories(system))
        {
            if (folder != library)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        foreach (string folder in Directory.GetDirectories(Path.GetDirectoryName(system)))
        {
            if (folder != system)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>An open file that nobody else can open: the lock ends with its holder, however that ends.</summary>
    private static FileStream Lock(string path)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < LockLimit)
            {
                Thread.Sleep(200);
            }
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private bool Fail(string reason, string output = "")
    {
        Log.LogError(
            $"The ONNX Runtime library {Version} for {Platform} is not in {PackageFolder}, and fetching it from npm failed: {reason.TrimEnd('.')}. "
                + "Install Node.js 20 or later (with npm) and check that npm reaches its registry, "
                + "or set KERASHARP_ORT to an onnxruntime library or to the folder that holds one."
                + (output.Length == 0 ? "" : $"{Environment.NewLine}npm said: {output}")
        );
        return false;
    }

    private sealed class RestoreException : Exception
    {
        public RestoreException(string message, string output = "")
            : base(message) => Output = output;

        /// <summary>What npm printed.</summary>
        public string Output { get; }
    }
}
