using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kerasharp.Docs.Tests;

/// <summary>
/// The C# of a Markdown page: all its blocks that begin with <c>```csharp</c>, in order, as one program. (Code that is not meant to be
/// compiled, as another library's, stands in blocks that begin with <c>```cs</c>.)
/// </summary>
internal sealed partial class SamplePage
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private readonly string _name;
    private readonly string[] _blocks;

    public SamplePage(string path)
    {
        _name = Path.GetFileNameWithoutExtension(path);
        _blocks = Blocks()
            .Matches(File.ReadAllText(path).ReplaceLineEndings("\n"))
            .Select(m => m.Groups[1].Value)
            .ToArray();
    }

    /// <summary>Whether there is anything to compile.</summary>
    public bool IsEmpty => _blocks.Length == 0;

    /// <summary>Compiles the program, and runs it in a folder.</summary>
    /// <returns>What it printed.</returns>
    public string Run(string folder)
    {
        using var image = Compile();
        var context = new AssemblyLoadContext(_name, isCollectible: true);
        var printed = new StringWriter();
        var (console, directory) = (Console.Out, Environment.CurrentDirectory);
        try
        {
            Console.SetOut(printed);
            Environment.CurrentDirectory = folder;
            var entry = context.LoadFromStream(image).EntryPoint!;
            object? result = entry.Invoke(null, entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
            (result as Task)?.GetAwaiter().GetResult();
            return printed.ToString();
        }
        catch (TargetInvocationException error)
        {
            throw new InvalidOperationException(
                $"The program of {_name} failed: {error.InnerException}\n{printed}",
                error
            );
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = directory;
            context.Unload();
        }
    }

    private MemoryStream Compile()
    {
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            $"Sample_{_name}",
            [CSharpSyntaxTree.ParseText(Usings, Language), CSharpSyntaxTree.ParseText(Program(), Language)],
            platform.Select(p => MetadataReference.CreateFromFile(p)),
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        var image = new MemoryStream();
        var result = compilation.Emit(image);
        var errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error);
        Assert.True(result.Success, $"{_name} does not compile:\n{string.Join('\n', errors)}\n{Program()}");
        image.Position = 0;
        return image;
    }

    /// <summary>C# wants usings first and types last; pages have them where they are talked about.</summary>
    private string Program()
    {
        var roots = _blocks.Select(b => CSharpSyntaxTree.ParseText(b, Language).GetCompilationUnitRoot()).ToArray();
        var usings = roots.SelectMany(r => r.Usings).Select(u => u.ToFullString().Trim()).Distinct();
        var statements = roots.SelectMany(r => r.Members).OfType<GlobalStatementSyntax>().Select(m => m.ToFullString());
        var types = roots
            .SelectMany(r => r.Members)
            .Where(m => m is not GlobalStatementSyntax)
            .Select(m => m.ToFullString());
        return $"{string.Join('\n', usings)}\n{string.Concat(statements)}\n{string.Concat(types)}";
    }

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
