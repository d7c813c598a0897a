// A page on which one draws a digit, and a network trained in C# names it in the browser:
//   npm ci --prefix examples/DrawDigit
//   KERASHARP_DATA=/path/to/data dotnet run -c Release --project examples/DrawDigit
// then open the address that it prints. The network learns from MNIST, which takes a minute.
using DrawDigit;

string model = Path.Combine(Path.GetTempPath(), "kerasharp-draw-digit.onnx");
DigitNetwork.Train(model, epochs: 3);
Page.Build(model, args).Run();
