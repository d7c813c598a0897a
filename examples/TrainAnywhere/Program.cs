// Training without Kerasharp, by steps that Kerasharp wrote. In a browser, on digits that one draws there:
//   npm ci --prefix examples/TrainAnywhere
//   dotnet run -c Release --project examples/TrainAnywhere
// then open the address that it prints. In Node and Python, on irises, into a folder first:
//   dotnet run -c Release --project examples/TrainAnywhere -- export irises
//   npm ci --prefix examples/TrainAnywhere/node
//   node examples/TrainAnywhere/node/train.mjs irises 200
//   python examples/TrainAnywhere/python/train.py irises 200
using TrainAnywhere;

if (args is ["export", var folder])
{
    Directory.CreateDirectory(folder);
    Networks.ExportIris(folder);
    Console.WriteLine($"step.onnx, step.safetensors and data.json are in {Path.GetFullPath(folder)}.");
    return;
}
string digits = Directory.CreateTempSubdirectory("kerasharp-train-anywhere-").FullName;
Networks.ExportDigits(digits);
Page.Build(digits, args).Run();
